<?php
// Visitors may comment without an account, as fast as a test does and in the same words again; the site asks
// nobody for updates.
add_filter('rest_allow_anonymous_comments', '__return_true');
add_filter('comment_flood_filter', '__return_false', 99);
add_filter('duplicate_comment_id', '__return_zero');
remove_action('init', 'wp_version_check');
