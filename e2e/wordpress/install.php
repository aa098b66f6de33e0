<?php
// php install.php FOLDER TITLE: sets the site up if it is new and prints its logins as JSON.
[, $folder, $title] = $argv;
$socket = getenv('UPPSIKT_WORDPRESS_SOCKET');
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$database = new mysqli('localhost', 'root', '', '', 0, $socket);
$database->query('create database if not exists wordpress character set utf8mb4');
$database->close();

define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '127.0.0.1:' . getenv('UPPSIKT_WORDPRESS_PORT');
require $folder . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

$password = wp_generate_password(20, false);
if (is_blog_installed()) {
    wp_set_password($password, get_user_by('login', 'admin')->ID);
} else {
    add_filter('pre_wp_mail', '__return_false');
    wp_install($title, 'admin', 'admin@example.org', true, '', $password);
    wp_delete_post(1, true);
    wp_delete_post(2, true);
    foreach ([
        'permalink_structure' => '/%postname%/',
        'timezone_string' => 'Europe/Stockholm',
        'comment_registration' => 0,
        'require_name_email' => 0,
        'comment_previously_approved' => 0,
        'comment_max_links' => 100,
    ] as $name => $value) {
        update_option($name, $value);
    }
    $wp_rewrite->init();
    flush_rewrite_rules(false);
}
$admin = get_user_by('login', 'admin')->ID;
[$key] = WP_Application_Passwords::create_new_application_password($admin, ['name' => 'uppsikt ' . bin2hex(random_bytes(6))]);
echo "\n", json_encode(['login' => 'admin', 'password' => $password, 'application_password' => $key]), "\n";
