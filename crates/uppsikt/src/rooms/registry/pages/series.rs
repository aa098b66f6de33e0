//! `/diarium/serier`: the series of numbers, and adding one.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use uppsikt_kernel::{Authority, Id, Role};

use super::authority_name;
use crate::app::App;
use crate::rooms::registry::{self, NewSeries, PATTERN_DEFAULT, RegistryError, Series};
use crate::web::components::{Cell, Empty, Errors, Field, FieldKind, Filed, Table};
use crate::web::export::{Download, Sheet};
use crate::web::session::SignedIn;
use crate::web::{Fault, Frame, Nav};

/// A series that is to be added, as browsers send it.
#[derive(Clone, Deserialize)]
#[serde(default)]
pub(crate) struct SeriesForm {
    #[serde(rename = "myndighet")]
    authority: String,
    #[serde(rename = "kod")]
    code: String,
    #[serde(rename = "namn")]
    name: String,
    #[serde(rename = "monster")]
    pattern: String,
}

impl Default for SeriesForm {
    fn default() -> Self {
        let (authority, code, name) = (String::new(), String::new(), "Diarium".to_owned());
        Self { authority, code, name, pattern: PATTERN_DEFAULT.to_owned() }
    }
}

#[derive(Template)]
#[template(path = "rooms/registry/pages/series.html")]
struct SeriesPage {
    table: Option<Filed>,
    empty: Empty,
    errors: Errors,
    /// Empty for those who only read.
    fields: Vec<Field>,
}

/// `GET /diarium/serier`.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    download: Download,
) -> Result<Response, Fault> {
    if download.is_file() {
        let all = registry::series(&mut app.store.read(me.actor()).await?, None).await?;
        if let Some(file) = download.file(&app, &me, &sheet(&table(&me, &all))).await? {
            return Ok(file);
        }
    }
    page(&app, &frame, &me, &SeriesForm::default(), None).await
}

/// `POST /diarium/serier`.
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    frame: Frame,
    me: SignedIn,
    Form(form): Form<SeriesForm>,
) -> Result<Response, Fault> {
    let chosen = form.authority.parse::<Id<Authority>>().ok();
    let authority = chosen.filter(|id| me.visitor.authorities.iter().any(|row| row.id == *id));
    let authority = authority.ok_or_else(Fault::not_found)?;
    let new = NewSeries { code: form.code.clone(), name: form.name.clone(), pattern: form.pattern.clone() };
    let added = app
        .store
        .write::<_, RegistryError, _>(me.actor(), move |tx| {
            Box::pin(async move { registry::add_series(tx, authority, new).await })
        })
        .await;
    match added {
        Ok(_) => Ok(Redirect::to("/diarium/serier").into_response()),
        Err(error) => match wrong(&error) {
            Some(wrong) => page(&app, &frame, &me, &form, Some(wrong)).await,
            None => Err(error.into()),
        },
    }
}

fn wrong(error: &RegistryError) -> Option<(&'static str, &'static str)> {
    Some(match error {
        RegistryError::SeriesCode => {
            ("kod", "Koden ska ha 1–8 stora bokstäver, till exempel KS eller SN-IFO.")
        }
        RegistryError::SeriesTaken => ("kod", "Myndigheten har redan den serien."),
        RegistryError::Pattern => (
            "monster",
            "Mönstret ska börja med {series} och ha {year} och {number} en gång var, till exempel {series} {year}/{number}.",
        ),
        RegistryError::People(_) => ("namn", "Skriv vad serien kallas."),
        _ => return None,
    })
}

async fn page(
    app: &App,
    frame: &Frame,
    me: &SignedIn,
    form: &SeriesForm,
    wrong: Option<(&'static str, &'static str)>,
) -> Result<Response, Fault> {
    let mut reader = app.store.read(me.actor()).await?;
    let all = registry::series(&mut reader, None).await?;
    let mut fields = fields(me, form);
    for field in &mut fields {
        field.error = wrong.filter(|(name, _)| *name == field.name).map(|(_, said)| said.to_owned());
    }
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = SeriesPage {
        table: (!all.is_empty()).then(|| Download::at("/diarium/serier").filed(&sheet(&table(me, &all)))),
        empty: Empty {
            said: "Det finns inga diarieserier än.".to_owned(),
            next: Some(
                "Den första handlingen som diarieförs får en serie av sig själv, efter myndighetens namn."
                    .to_owned(),
            ),
            link: None,
        },
        errors: Errors::of(&fields),
        fields,
    };
    Ok(frame.render_as(status, Nav::Registry, "Diarieserier", &page))
}

/// The fields, for those authorities where the person may add one.
fn fields(me: &SignedIn, form: &SeriesForm) -> Vec<Field> {
    let may = |id: Id<Authority>| {
        [Role::Registrar, Role::Administrator].iter().any(|role| me.actor().has_in(*role, id))
    };
    let rows = me.visitor.authorities.iter().filter(|row| may(row.id));
    let choices: Vec<_> = rows.map(|row| (row.id.to_string(), row.name.clone())).collect();
    if choices.is_empty() {
        return Vec::new();
    }
    let line = |name, label: &str, value: &str, hint: &str| {
        let field = Field::new(name, FieldKind::Line("text"), label);
        Field { value: value.to_owned(), hint: Some(hint.to_owned()), ..field }
    };
    let authority = Field::new("myndighet", FieldKind::Choice(choices), "Myndighet");
    vec![
        Field { value: form.authority.clone(), ..authority },
        line("kod", "Kod", &form.code, "1–8 stora bokstäver, till exempel KS."),
        line("namn", "Namn", &form.name, "Vad serien kallas."),
        line(
            "monster",
            "Så skrivs ett nummer",
            &form.pattern,
            "{series} blir koden, {year} året och {number} löpnumret.",
        ),
    ]
}

const fn sheet(table: &Table) -> Sheet<'_> {
    Sheet::new("diarieserier", table)
}

fn table(me: &SignedIn, all: &[Series]) -> Table {
    let row = |series: &Series| {
        vec![
            Cell::Number(series.code.clone()),
            Cell::text(series.name.clone()),
            Cell::text(authority_name(me, series.authority)),
            Cell::Number(series.pattern.clone()),
        ]
    };
    Table {
        caption: "Diarieserier".to_owned(),
        head: ["Kod", "Namn", "Myndighet", "Så skrivs ett nummer"].map(str::to_owned).to_vec(),
        rows: all.iter().map(row).collect(),
    }
}
