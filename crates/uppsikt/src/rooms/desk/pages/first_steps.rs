//! Kom igång: what is left to do before a new organisation works in earnest, for those who may do it.
//!
//! It stands on I dag while a step is missing, and is worked out from what there is: nothing is ticked by hand.

use askama::Template;
use uppsikt_kernel::Role;
use uppsikt_platform::Way;
use uppsikt_store::Reader;

use crate::rooms::{account, people, policy};
use crate::web::Fault;
use crate::web::components::{Badge, Tone};
use crate::web::session::SignedIn;

/// One step: what it is, how it stands, and the page where it is done.
struct Step {
    what: &'static str,
    stands: String,
    state: Badge,
    href: String,
    link: &'static str,
}

impl Step {
    fn new(is_done: bool, what: &'static str, stands: String, (href, link): (String, &'static str)) -> Self {
        let state =
            if is_done { Badge::new(Tone::Fine, "Klart") } else { Badge::new(Tone::Neutral, "Återstår") };
        Self { what, stands, state, href, link }
    }
}

/// The card.
#[derive(Template)]
#[template(path = "rooms/desk/pages/first_steps.html")]
pub(super) struct FirstSteps {
    done: usize,
    steps: Vec<Step>,
}

impl askama::filters::HtmlSafe for FirstSteps {}

/// The steps that the person may do; `None` where none of them is missing, or the person does none of the first three.
pub(super) async fn of(reader: &mut Reader, me: &SignedIn) -> Result<Option<FirstSteps>, Fault> {
    let adopts = me.visitor.authorities.iter().any(|row| policy::may_adopt(me.actor(), row.id));
    let administers = me.actor().roles.contains(&Role::Administrator);
    if !adopts && !administers {
        return Ok(None);
    }
    let mut steps = Vec::new();
    if adopts {
        steps.push(guideline(reader, me).await?);
    }
    if administers {
        steps.push(accounts(reader).await?);
        steps.push(colleagues(reader).await?);
        // A second factor is everybody's own; whoever sets the organisation up is reminded of it here.
        steps.push(second_factor(me));
    }
    let done = steps.iter().filter(|step| step.state.tone == Tone::Fine).count();
    Ok((done < steps.len()).then_some(FirstSteps { done, steps }))
}

async fn guideline(reader: &mut Reader, me: &SignedIn) -> Result<Step, Fault> {
    let (mut with, mut without) = (0, Vec::new());
    for row in &me.visitor.authorities {
        // What is adopted and begins to hold later is adopted.
        let adopted = policy::adoptions(reader, row.id).await?;
        if adopted.iter().any(|one| one.withdrawn_at.is_none()) {
            with += 1;
        } else if policy::may_adopt(me.actor(), row.id) {
            without.push(row.id);
        }
    }
    let all = me.visitor.authorities.len();
    let stands = match (with, all) {
        (0, _) => "Ingen myndighet har antagit en riktlinje. Bara lagen gäller.".to_owned(),
        (1, 1) => "Myndigheten har antagit en riktlinje.".to_owned(),
        (with, all) => format!("{with} av {all} myndigheter har antagit en riktlinje."),
    };
    let link = match (with, without.as_slice()) {
        (0, [only]) => (format!("/riktlinjer/{only}/anta"), "Anta riktlinje"),
        _ => ("/riktlinjer".to_owned(), "Riktlinjer"),
    };
    Ok(Step::new(with > 0, "Anta en riktlinje", stands, link))
}

async fn accounts(reader: &mut Reader) -> Result<Step, Fault> {
    let all = account::list(reader).await?;
    let is_read = |one: &&account::Account| one.paused.is_none() && one.platform.way() == Way::Interface;
    let stands = match (all.iter().filter(is_read).count(), all.len()) {
        (0, 0) => "Det finns inga konton än. Ett övningskonto går bra att prova med.".to_owned(),
        (0, _) => "Inget av kontona hämtas.".to_owned(),
        (1, _) => "1 konto hämtas.".to_owned(),
        (read, _) => format!("{read} konton hämtas."),
    };
    let is_done = all.iter().any(|one| is_read(&one));
    let link = ("/konton/nytt".to_owned(), "Lägg till ett konto");
    Ok(Step::new(is_done, "Lägg till ett konto som hämtas", stands, link))
}

async fn colleagues(reader: &mut Reader) -> Result<Step, Fault> {
    let others = people::users(reader).await?.len().saturating_sub(1);
    let stands = match others {
        0 => "Du är den enda användaren.".to_owned(),
        1 => "Det finns 1 användare utom du.".to_owned(),
        others => format!("Det finns {others} användare utom du."),
    };
    Ok(Step::new(others > 0, "Bjud in kollegor", stands, ("/drift/anvandare".to_owned(), "Användare")))
}

fn second_factor(me: &SignedIn) -> Step {
    let has = me.visitor.has_second_factor;
    let stands = if has {
        "Din inloggning kräver en kod från appen."
    } else {
        "Utan en app räcker ditt lösenord för den som har fått tag i det."
    };
    let link = if has { ("/jag".to_owned(), "Jag") } else { ("/jag/app".to_owned(), "Koppla en app") };
    Step::new(has, "Skydda din egen inloggning", stands.to_owned(), link)
}
