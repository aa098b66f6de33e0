<?php
// A WordPress for trying out and testing Uppsikt. Address and database come from the environment, so that
// several can run beside each other from the same files. It listens on the loopback address only.
$site = 'http://127.0.0.1:' . getenv('UPPSIKT_WORDPRESS_PORT');
define('WP_HOME', $site);
define('WP_SITEURL', $site);

define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('UPPSIKT_WORDPRESS_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
$table_prefix = 'wp_';

// Secrets of sessions: fixed per folder, so that nobody is signed out by a restart.
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define($name . '_KEY', hash_hmac('sha256', $name . ' key', __DIR__));
    define($name . '_SALT', hash_hmac('sha256', $name . ' salt', __DIR__));
}

// `local` permits application passwords without TLS; nothing may be asked of or sent to the outside.
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_ACCESSIBLE_HOSTS', '127.0.0.1,localhost');
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
define('DISALLOW_FILE_MODS', true);
define('WP_DEFAULT_THEME', 'uppsikt-example');

if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
