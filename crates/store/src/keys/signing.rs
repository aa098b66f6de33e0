//! The logs' signing keys: one folder for each organisation, one file for each key.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uppsikt_kernel::{Id, Organisation};
use uppsikt_ledger::{LogKey, VerifyKey};
use zeroize::Zeroizing;

use super::{KeyProblem, KeyStore, list};
use crate::error::StoreError;
use crate::folder::{make_private, private, write_secret};

const HEADER: &str = "uppsikt-log-key/v1";

impl KeyStore {
    fn signing_folder(&self, organisation: Id<Organisation>) -> PathBuf {
        self.folder().join("log").join(organisation.to_string())
    }

    /// Makes a new signing key; it signs from the next checkpoint on.
    pub(crate) fn new_signing_key(
        &self,
        organisation: Id<Organisation>,
        origin: &str,
    ) -> Result<VerifyKey, StoreError> {
        let folder = self.signing_folder(organisation);
        make_private(&folder)?;
        // One more than the highest: a number that has gone missing must not lead to another key's file.
        let number = |path: &PathBuf| path.file_stem()?.to_str()?.parse::<u32>().ok();
        let number = list(&folder).iter().filter_map(number).max().unwrap_or(0) + 1;
        let mut seed = Zeroizing::new([0; 32]);
        self.chance.fill(&mut *seed)?;
        let key = LogKey::from_seed(origin, *seed).map_err(|_| StoreError::KeyDamaged(origin.to_owned()))?;
        let vkey = key.verify_key().clone();
        let text = Zeroizing::new(format!(
            "{HEADER}\nname {origin}\nvkey {vkey}\nseed {}\n",
            *Zeroizing::new(STANDARD.encode(seed.as_slice()))
        ));
        write_secret(&folder.join(format!("{number:04}.key")), text.as_bytes())?;
        Ok(vkey)
    }

    /// The organisation's signing keys, oldest first; the last one is the current one.
    pub(crate) fn signing_keys(&self, organisation: Id<Organisation>) -> Result<Vec<LogKey>, StoreError> {
        let folder = self.signing_folder(organisation);
        let keys = list(&folder)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|e| e == "key"))
            .map(|path| read(&path))
            .collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(StoreError::KeyMissing("keys/log".to_owned())) } else { Ok(keys) }
    }

    /// The public halves of the keys whose files are whole, oldest first.
    pub(crate) fn readable_signing_keys(&self, organisation: Id<Organisation>) -> Vec<VerifyKey> {
        let files = list(&self.signing_folder(organisation)).into_iter();
        let keys = files
            .filter(|path| path.extension().is_some_and(|e| e == "key"))
            .filter_map(|path| read(&path).ok());
        keys.map(|key| key.verify_key().clone()).collect()
    }

    pub(super) fn signing_problems<'a>(
        &'a self,
        name: impl Fn(&Path) -> String + 'a,
    ) -> impl Iterator<Item = KeyProblem> + 'a {
        let files = list(&self.folder().join("log")).into_iter().flat_map(|folder| list(&folder));
        // What else lies there is a key whose writing was cut off; it never came into use.
        let files = files.filter(|path| path.extension().is_some_and(|e| e == "key"));
        files.filter_map(move |path| match read(&path) {
            Ok(_) => None,
            Err(error) => {
                Some(KeyProblem { file: name(&path), readable: matches!(error, StoreError::KeyDamaged(_)) })
            }
        })
    }
}

fn read(path: &Path) -> Result<LogKey, StoreError> {
    private(path)?;
    let text = Zeroizing::new(std::fs::read_to_string(path).map_err(|e| StoreError::file(path, e))?);
    parse(&text).ok_or_else(|| {
        StoreError::KeyDamaged(path.file_name().unwrap_or_default().to_string_lossy().into_owned())
    })
}

/// The public key stands in the file too, so that a changed seed is noticed.
fn parse(text: &str) -> Option<LogKey> {
    let lines: Vec<&str> = text.lines().collect();
    let [HEADER, name, vkey, seed] = lines.as_slice() else { return None };
    let seed = Zeroizing::new(STANDARD.decode(seed.strip_prefix("seed ")?).ok()?);
    let key = LogKey::from_seed(name.strip_prefix("name ")?, seed.as_slice().try_into().ok()?).ok()?;
    (key.verify_key().to_string() == vkey.strip_prefix("vkey ")?).then_some(key)
}
