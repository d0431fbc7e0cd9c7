<?php
// The settings of the blog of tests/interop. What differs from run to run is in rig.json, beside.
$rig = json_decode(file_get_contents(__DIR__ . '/rig.json'), true);
$table_prefix = 'wp_';

define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . $rig['socket']);
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', $rig['blog']);
define('WP_SITEURL', $rig['blog']);

// A test talks to loopback alone. Left to itself WordPress pings rpc.pingomatic.com about each post and asks
// api.wordpress.org for updates; the hosts named here are all that its HTTP API may ask.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_ACCESSIBLE_HOSTS', $rig['friend']['host']);
define('AUTOMATIC_UPDATER_DISABLED', true);

// Pings are sent by a scheduled task. Whoever looks at a page next would start it; here it is started by hand,
// so that it is known when it has run.
define('DISABLE_WP_CRON', true);

define('WP_DEBUG', true);
define('WP_DEBUG_DISPLAY', false);
define('WP_DEBUG_LOG', $rig['errors']);

defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
