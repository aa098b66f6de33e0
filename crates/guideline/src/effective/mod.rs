//! What holds for one account: law, the authority's guideline and the layers below it, laid together.
//!
//! From the top: law, authority, company, board, sort of account, platform, mode, exception. A lower
//! layer may tighten. What loosens must say so openly and is shown; otherwise the stricter value is
//! kept, so that an answer always exists. Law gives no value where the guideline is silent, since a
//! statement of the guideline is not broken by what only law says; law speaks through its own
//! requirements, and holds a guideline's value up where that would go below it.

mod context;
mod merge;
mod setting;
mod step;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use context::Context;
pub use setting::Setting;
pub(crate) use setting::{Said, settings_of};
pub use step::{Fate, Held, Step};

use crate::exception::{Exception, fits};
use crate::law;
use crate::parameter::{self, Direction, Key, Kind, Value};
use crate::profile::{Layer, LayerKind, Part, Profile, holds};
use crate::requirement::Requirement;
use crate::source::Source;
use crate::stated::{Stated, Strength};

/// The rules that hold for an account on a day.
#[derive(Debug, Clone)]
pub struct Effective {
    profile: Profile,
    requirements: Vec<Requirement>,
    steps: BTreeMap<Setting, Vec<Step>>,
    /// The same with the values that law gives where the guideline is silent; `None` when that adds nothing.
    by_law: Option<Box<Self>>,
}

impl Effective {
    /// A guideline and law, without the layers below the guideline.
    #[must_use]
    pub fn of(profile: &Profile) -> Self {
        Self::at(profile, &Context::default(), &[])
    }

    /// The rules for a context, with what has been granted.
    ///
    /// Total: a layer that loosens without saying so, and an exception that has ended or does not fit,
    /// are passed over.
    #[must_use]
    pub fn at(profile: &Profile, context: &Context, exceptions: &[Exception]) -> Self {
        let mut rules = Self {
            profile: profile.clone(),
            requirements: profile.requirements.clone(),
            steps: BTreeMap::new(),
            by_law: None,
        };
        rules.begin(profile, context.on);
        rules.hold_up(context.on);
        let mut layers: Vec<&Layer> = profile.layers.iter().filter(|layer| context.has(layer)).collect();
        // The order of the file decides between layers of the same kind.
        layers.sort_by_key(|layer| layer.kind());
        for layer in layers {
            rules.lay(layer, context.on);
            rules.hold_up(context.on);
        }
        for exception in exceptions.iter().filter(|exception| exception.holds_on(context.on)) {
            rules.except(exception);
            rules.hold_up(context.on);
        }
        rules.requirements.extend(law::book().demands(context.on).cloned());
        rules.by_law = rules.with_floors(context.on).map(Box::new);
        rules
    }

    /// The value that holds; `None` where nothing is said. A proposal of the product is never given.
    #[must_use]
    pub fn value(&self, key: Key) -> Option<&Value> {
        self.profile.values.get(&key).and_then(|stated| stated.value())
    }

    /// The statements and the law that hold.
    #[must_use]
    pub fn requirements(&self) -> &[Requirement] {
        &self.requirements
    }

    /// The guideline's rules on removing, registering and answering, after all layers.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// What holds for a key and how it came to, also for a key with a shape of its own; `None` where
    /// nothing is said.
    #[must_use]
    pub fn about(&self, key: Key) -> Option<Held<'_>> {
        let stated = self.profile.value_of(key)?;
        let (value, strength) = stated.value().cloned().zip(stated.strength())?;
        let of_key = self.steps.iter().filter(|(setting, _)| setting.belongs_to(key));
        Some(Held {
            value,
            strength,
            sources: stated.sources(),
            steps: of_key.flat_map(|(_, steps)| steps).collect(),
        })
    }

    /// What each layer said about a setting, from the highest; empty where nothing is said.
    #[must_use]
    pub fn steps(&self, setting: Setting) -> &[Step] {
        self.steps.get(&setting).map_or(&[], Vec::as_slice)
    }

    /// Everything that is said, with its steps.
    pub fn all_steps(&self) -> impl Iterator<Item = (Setting, &[Step])> {
        self.steps.iter().map(|(setting, steps)| (*setting, steps.as_slice()))
    }

    /// The rules by which law's own requirements are judged: with the values that law gives where the
    /// guideline is silent. A guideline's statement is never judged by them, so that what only law
    /// says is no breach of the guideline.
    #[must_use]
    pub fn as_law_sees_it(&self) -> &Self {
        self.by_law.as_deref().unwrap_or(self)
    }

    fn with_floors(&self, on: Option<Date>) -> Option<Self> {
        let silent = |setting: &Setting| setting.of(&self.profile).is_none();
        let book = law::book();
        book.floors(on).any(|(_, setting, _)| silent(&setting)).then(|| {
            let Profile { about, remove, register, answer, values, parties, .. } = &self.profile;
            let mut profile = Profile {
                about: about.clone(),
                remove: remove.clone(),
                register: register.clone(),
                answer: answer.clone(),
                values: values.clone(),
                parties: parties.clone(),
                details: BTreeMap::new(),
                silent: std::collections::BTreeSet::new(),
                requirements: Vec::new(),
                layers: Vec::new(),
            };
            for (law, setting, _) in book.floors(on).filter(|(_, setting, _)| silent(setting)) {
                setting.put(&law.floor, &mut profile);
            }
            Self { profile, requirements: Vec::new(), steps: BTreeMap::new(), by_law: None }
        })
    }

    /// Holds up every value that goes below what law asks for.
    fn hold_up(&mut self, on: Option<Date>) {
        for (law, setting, floor) in law::book().floors(on) {
            let Some(said) = setting.of(&self.profile) else { continue };
            if setting.compare(&floor.value, &said.value) != Direction::Looser {
                continue;
            }
            let steps = self.steps.entry(setting).or_default();
            if let Some(step) = steps.iter_mut().rev().find(|step| step.took_effect()) {
                step.fate = Fate::BelowLaw;
            }
            steps.push(Step {
                value: floor.value.clone(),
                strength: Strength::Must,
                sources: vec![law.source.clone()],
                layer: LayerKind::Law,
                layer_name: LayerKind::Law.swedish().to_owned(),
                direction: Some(Direction::Tighter),
                is_weaker: false,
                fate: Fate::Held,
                reading: Some(law.text.clone()),
            });
            setting.put(&law.floor, &mut self.profile);
        }
    }

    /// The guideline itself, as the first layer.
    fn begin(&mut self, profile: &Profile, on: Option<Date>) {
        let values: Vec<Setting> =
            profile.values.keys().copied().map(Setting::Key).chain(Setting::shaped()).collect();
        for setting in values {
            let path = setting.path();
            if !holds(&profile.details, &path, on) {
                setting.forget(&mut self.profile);
                continue;
            }
            // A group of posts without a rule of its own follows the general one, which has its own steps.
            let general =
                matches!(setting, Setting::RemoveSpeed(group) if !profile.remove.speed.contains_key(&group));
            let Some(said) = setting.of(profile).filter(|_| !general) else { continue };
            let reading = profile.detail(&path).and_then(|detail| detail.reading.clone());
            self.steps.entry(setting).or_default().push(Step {
                value: said.value,
                strength: said.strength,
                sources: said.sources.into_iter().map(Source::Statement).collect(),
                layer: LayerKind::Authority,
                layer_name: LayerKind::Authority.swedish().to_owned(),
                direction: None,
                is_weaker: false,
                fate: Fate::Held,
                reading,
            });
        }
    }

    fn lay(&mut self, layer: &Layer, on: Option<Date>) {
        for (setting, said) in settings_of(&layer.part, on) {
            let detail = layer.part.details.get(&setting.path());
            let openly = detail.is_some_and(|detail| detail.loosens);
            let reading = detail.and_then(|detail| detail.reading.clone());
            let verdict = merge::lay(setting, setting.of(&self.profile).as_ref(), &said, openly);
            if verdict.fate != Fate::Refused {
                setting.put(&layer.part, &mut self.profile);
            }
            let sources = said.sources.iter().cloned().map(Source::Statement).collect();
            self.note(setting, said, sources, verdict, (layer.kind(), layer.swedish()), reading);
        }
        self.requirements.extend(layer.requirements.iter().cloned());
    }

    fn except(&mut self, exception: &Exception) {
        let kind = parameter::about(exception.key).map_or(Kind::Shaped, |parameter| parameter.kind);
        if !fits(kind, &exception.value) {
            return;
        }
        let setting = Setting::Key(exception.key);
        let upper = setting.of(&self.profile);
        let (strength, sources) =
            upper.as_ref().map_or((Strength::Must, Vec::new()), |said| (said.strength, said.sources.clone()));
        let said = Said { value: exception.value.clone(), strength, sources };
        let verdict = merge::lay(setting, upper.as_ref(), &said, true);
        let part = Part {
            values: [(
                exception.key,
                Stated::Said { value: said.value.clone(), strength, sources: said.sources.clone() },
            )]
            .into(),
            ..Part::default()
        };
        setting.put(&part, &mut self.profile);
        let name = format!(
            "ett undantag som {} har beviljat till och med {}",
            exception.granted_by.swedish(),
            exception.until
        );
        let reading = Some(exception.reason.clone());
        self.note(setting, said, Vec::new(), verdict, (LayerKind::Exception, name), reading);
    }

    fn note(
        &mut self,
        setting: Setting,
        said: Said,
        sources: Vec<Source>,
        verdict: merge::Verdict,
        layer: (LayerKind, String),
        reading: Option<String>,
    ) {
        self.steps.entry(setting).or_default().push(Step {
            value: said.value,
            strength: said.strength,
            sources,
            layer: layer.0,
            layer_name: layer.1,
            direction: verdict.direction,
            is_weaker: verdict.is_weaker,
            fate: verdict.fate,
            reading,
        });
    }
}
