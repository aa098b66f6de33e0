//! What fails in the middle of a pass: what was kept is kept, and the next pass goes on.

use uppsikt_platform::{FakeFault, PlatformError};

use super::house::House;
use super::on_both;
use crate::rooms::capture::CaptureError;
use crate::rooms::capture::Presence::{Gone, Shown};

on_both!(
    a_malformed_item_is_quarantined_once,
    the_same_malformed_item_on_two_pages_is_quarantined_once,
    an_item_that_becomes_malformed_has_not_disappeared,
    a_fault_in_the_middle_keeps_what_was_kept,
    a_fault_while_asking_for_the_missing_is_no_disappearance,
    a_page_is_kept_whole_or_not_at_all,
    two_passes_at_once_are_one,
);

async fn a_malformed_item_is_quarantined_once(house: House) {
    let bad = house.fake.post("Går inte att läsa.");
    let good = house.fake.post("Går att läsa.");
    house.fake.fail_next(FakeFault::MalformedItem);
    let report = house.pass().await;
    assert_eq!((report.new, report.quarantined), (1, 1));
    assert_eq!(house.story(&good).await, [Shown]);
    let before = house.size().await;
    house.fake.fail_next(FakeFault::MalformedItem);
    let report = house.pass().await;
    assert!(report.is_unchanged(), "{report:?}");
    assert_eq!(house.size().await, before);
    let report = house.pass().await;
    assert_eq!((report.new, report.quarantined), (1, 0), "once it can be read, it is an item like others");
    assert_eq!(house.story(&bad).await, [Shown]);
    house.finish().await;
}

async fn the_same_malformed_item_on_two_pages_is_quarantined_once(house: House) {
    for number in 0..5 {
        house.fake.post(&format!("Inlägg {number}"));
    }
    house.stutter();
    house.fake.fail_next(FakeFault::MalformedItem);
    house.fake.fail_next(FakeFault::MalformedItem);
    let report = house.pass().await;
    assert_eq!((report.new, report.quarantined), (4, 1));
    house.finish().await;
}

async fn an_item_that_becomes_malformed_has_not_disappeared(house: House) {
    let bad = house.fake.post("Först går det.");
    house.pass().await;
    house.fake.fail_next(FakeFault::MalformedItem);
    let report = house.pass().await;
    assert_eq!((report.gone, report.quarantined, report.edited), (0, 1, 0));
    assert_eq!(house.story(&bad).await, [Shown]);
    assert!(house.pass().await.is_unchanged());
    house.finish().await;
}

async fn a_fault_in_the_middle_keeps_what_was_kept(house: House) {
    let mut expected = 0;
    for fault in [FakeFault::RateLimit, FakeFault::HalfAnswer, FakeFault::Down, FakeFault::WrongPassword] {
        for _ in 0..7 {
            house.fake.post("Ännu ett inlägg.");
        }
        expected += 7;
        let before = house.size().await;
        // The first page that holds anything new is read; the one after it fails.
        house.fail_after((expected - 7) / 3 + 1, fault);
        let error = house.try_pass().await.unwrap_err();
        let is_passing = fault != FakeFault::WrongPassword;
        assert_eq!(error.is_passing(), is_passing, "{fault:?}: {error}");
        let matches = match fault {
            FakeFault::RateLimit => {
                matches!(error, CaptureError::Platform(PlatformError::RateLimited { .. }))
            }
            FakeFault::HalfAnswer => matches!(error, CaptureError::Platform(PlatformError::Malformed { .. })),
            FakeFault::Down => {
                matches!(error, CaptureError::Platform(PlatformError::Failed { status: 503, .. }))
            }
            _ => matches!(error, CaptureError::Platform(PlatformError::WrongPassword { .. })),
        };
        assert!(matches, "{fault:?}: {error}");
        let halfway = house.size().await;
        assert!(halfway.objects > before.objects, "{fault:?}: what was read before it is kept");
        house.minutes(5);
        let report = house.pass().await;
        assert!(
            report.new > 0 && report.new < 7 && report.edited == 0 && report.gone == 0,
            "{fault:?}: {report:?}"
        );
        assert_eq!(report.new + report.unchanged, expected as u64);
    }
    house.finish().await;
}

async fn a_fault_while_asking_for_the_missing_is_no_disappearance(house: House) {
    let post = house.fake.post("Borta, men vi vet inte säkert.");
    house.pass().await;
    house.fake.delete(&post);
    for fault in [FakeFault::RateLimit, FakeFault::Down, FakeFault::WrongPassword] {
        house.fail_after(1, fault);
        house.try_pass().await.unwrap_err();
        assert_eq!(house.story(&post).await, [Shown], "{fault:?} says nothing about the item");
    }
    assert_eq!(house.pass().await.gone, 1);
    assert_eq!(house.story(&post).await, [Shown, Gone]);
    house.finish().await;
}

async fn a_page_is_kept_whole_or_not_at_all(house: House) {
    house.fake.post("Ett.");
    house.fake.post("Två.");
    let before = house.size().await;
    house.fake.fail_next(FakeFault::HalfAnswer);
    house.try_pass().await.unwrap_err();
    assert_eq!(house.size().await, before, "half an answer is no answer");
    assert_eq!(house.pass().await.new, 2);
    house.finish().await;
}

async fn two_passes_at_once_are_one(house: House) {
    for number in 0..10 {
        house.fake.post(&format!("Inlägg {number}"));
    }
    let (one, other) = tokio::join!(house.try_pass(), house.try_pass());
    let (done, refused) = if one.is_ok() { (one, other) } else { (other, one) };
    assert_eq!(done.unwrap().new, 10);
    let refused = refused.unwrap_err();
    assert!(matches!(refused, CaptureError::Busy) && refused.is_passing());
    assert!(house.pass().await.is_unchanged(), "the account was given back");
    house.finish().await;
}
