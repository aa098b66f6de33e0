//! What every connector must hold, tried on each platform that can be tried on.
//!
//! A check is a function over a [`Scene`](scene::Scene): a platform with somebody behind it who
//! posts, comments, edits and deletes there, and who can make it fail. The same checks run on the
//! fake, on doubles that speak a platform's own interface, and on real servers. A scene says what
//! it cannot do, and the checks then hold that the connector's `abilities()` say so as well: a
//! connector may be able to do little, but never promise what it cannot.
//!
//! To add a platform: write a file in `scenes/`, implement `Scene` for it, and name it with one
//! line of `conforms!` below. Real servers are named by the environment; where the environment
//! names none, `set_up` gives nothing and the checks say on stderr that they were left out.
//!
//! Checks share a real server and run at once, so that each looks only for what it has posted itself.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

#[path = "../bluesky_world/mod.rs"]
mod bluesky_world;
mod checks;
mod reading;
mod scene;
mod scenes;
mod seal;

/// Every check, on one scene.
macro_rules! conforms {
    ($platform:ident, $scene:ty) => {
        conforms! { @ $platform, $scene;
            paging everything_is_read_in_exact_ranges;
            paging nothing_is_lost_while_items_come_and_go;
            paging a_cursor_of_something_else_is_refused;
            edits edits_are_seen_and_what_is_not_edited_stays_the_same;
            disappearances what_is_deleted_is_told_as_gone_or_withheld;
            disappearances what_is_withheld_is_told_so_and_can_come_back;
            trouble a_wrong_password_is_no_disappearance;
            trouble trouble_is_an_error_and_passes;
            trouble a_malformed_item_is_put_aside_and_blocks_nothing;
            trouble a_wrong_clock_and_a_far_future_lose_nothing;
            contents texts_come_back_as_they_were_written;
            contents a_very_long_text_is_read_or_put_aside;
            contents pictures_are_fetched_with_their_texts;
            contents the_census_counts_what_is_posted;
            contents changes_are_announced_or_not_promised;
            measures each_measure_is_done_read_back_and_was_so_the_second_time;
            measures each_measure_on_our_own_is_done_and_read_back;
            measures what_is_not_promised_is_not_able_and_changes_nothing;
            measures silence_after_a_change_is_unknown;
            measures a_refusal_changes_nothing;
            measures nothing_can_be_done_to_what_is_gone_but_delete_it;
            answers an_answer_stands_where_it_was_given;
            answers silence_after_an_answer_is_unknown;
            wrapper what_is_only_read_reads_the_same_and_changes_nothing;
        }
    };
    (@ $platform:ident, $scene:ty; $($about:ident $check:ident;)*) => {
        mod $platform {
            $(
                #[tokio::test]
                async fn $check() {
                    if let Some(scene) = <$scene as crate::scene::Scene>::set_up().await {
                        crate::checks::$about::$check(&scene).await;
                    }
                }
            )*
        }
    };
}

conforms!(fake, crate::scenes::fake::FakeScene);
conforms!(feed, crate::scenes::feed::FeedScene);
conforms!(practice, crate::scenes::practice::PracticeScene);
conforms!(wordpress_double, crate::scenes::wordpress_double::DoubleScene);
conforms!(wordpress_real, crate::scenes::wordpress_real::RealScene);
conforms!(bluesky_real, crate::scenes::bluesky_real::RealScene);
