<?php
/*
 * What a test has an author do, without a browser: php blog.php TASK, arguments as JSON on the standard input,
 * the result as JSON on the standard output.
 */
$task = $argv[1];
$given = json_decode(stream_get_contents(STDIN), true);
$_SERVER['HTTP_HOST'] = parse_url($given['blog'], PHP_URL_HOST);
if ($task === 'install') {
    define('WP_INSTALLING', true);
}
require __DIR__ . '/wp-load.php';

$tasks = [
    'install' => function ($given) {
        require_once ABSPATH . 'wp-admin/includes/upgrade.php';
        wp_install($given['title'], 'ada', 'ada@ferry.example', true, '', wp_generate_password());
        update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
        return ['version' => get_bloginfo('version')];
    },
    'theme' => function ($given) {
        switch_theme($given['name']);
        return wp_get_theme()->get('Name') . ' ' . wp_get_theme()->get('Version');
    },
    'post' => function ($given) {
        wp_set_current_user(1);
        $id = wp_insert_post([
            'post_title' => wp_slash($given['title']),
            'post_content' => wp_slash($given['html']),
            'post_status' => 'publish',
            'post_author' => 1,
            'ping_status' => $given['pings'] ? 'open' : 'closed',
        ], true);
        return is_wp_error($id) ? $id->get_error_message() : ['id' => $id, 'url' => get_permalink($id)];
    },
    'pinged' => fn($given) => array_filter(get_pung($given['post'])),
    // As after an import, or a restored backup: the blog no longer knows whom it told.
    'ping_again' => function ($given) {
        wp_update_post(['ID' => $given['post']]);
        $GLOBALS['wpdb']->update($GLOBALS['wpdb']->posts, ['pinged' => ''], ['ID' => $given['post']]);
        return true;
    },
    'comment' => function ($given) {
        return wp_insert_comment(wp_slash([
            'comment_post_ID' => $given['post'],
            'comment_parent' => $given['parent'],
            'comment_author' => $given['name'],
            'comment_author_email' => 'reader@reader.example',
            'comment_author_IP' => '192.0.2.7',
            'comment_content' => $given['words'],
            'comment_approved' => $given['state'],
            'user_id' => $given['by_author'] ? 1 : 0,
        ]));
    },
    'comments' => fn($given) => get_comments(['post_id' => $given['post'], 'status' => 'any', 'order' => 'ASC']),
    'approve' => fn($given) => wp_set_comment_status($given['comment'], 'approve'),
    'export' => function () {
        require_once ABSPATH . 'wp-admin/includes/export.php';
        ob_start();
        export_wp(['content' => 'post']);
        return ob_get_clean();
    },
];
echo json_encode($tasks[$task]($given), JSON_THROW_ON_ERROR);
