<?php
/*
 * What lets this blog exchange pings with a site on loopback; copied to wp-content/mu-plugins.
 *
 * wp_http_validate_url() guards the address of whoever is asked on a stranger's word: it refuses private addresses
 * and other ports than 80, 443 and 8080. Both rules have a filter, and each is lifted for one host and its port.
 */
define('FRIEND', json_decode(file_get_contents(ABSPATH . 'rig.json'), true)['friend']);

add_filter('http_request_host_is_external', fn($external, $host) => $external || $host === FRIEND['host'], 10, 2);
add_filter(
    'http_allowed_safe_ports',
    fn($ports, $host) => $host === FRIEND['host'] ? [...$ports, FRIEND['port']] : $ports,
    10,
    2
);

// Pluggable: what is moderated is told by mail, and a test writes none.
function wp_mail() {
    return true;
}
