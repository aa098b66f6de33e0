//! `uppsikt doctor`: is everything as it should be, short of a full verification?

use serde_json::json;
use uppsikt_kernel::Actor;

use super::answer::Answer;
use crate::app::App;
use crate::explain::{Exit, Explanation, told};
use crate::rooms::report::health;

pub(super) async fn run(app: &App, actor: &Actor) -> Result<Answer, Explanation> {
    let checks = health::checks(app, actor).await.map_err(told)?;
    let is_well = checks.iter().all(|check| check.is_good);
    let lines: Vec<String> = checks
        .iter()
        .map(|check| format!("{} {}", if check.is_good { "✓" } else { "✗" }, check.text))
        .collect();
    let json = json!({
        "well": is_well,
        "checks": checks.iter().map(|check| json!({"good": check.is_good, "text": check.text})).collect::<Vec<_>>(),
    });
    let exit = if is_well { Exit::Done } else { Exit::Found };
    Ok(Answer { exit, ..Answer::new(lines.join("\n"), json) })
}
