//! The vault keeps what it acknowledged, and forgets what it is told to forget.

use super::open::opening;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use yishi::ledger::{Hash, Salt, Sha256, Value};
use yishi::store::Vault;
use yishi::store::disk::{Disk, DiskFile, RealDisk};
use yishi::store::vault::{Opening, VaultError, opened};

fn vault() -> (TempDir, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let vault = open(dir.path());
    (dir, vault)
}

fn open(dir: &Path) -> Vault {
    Vault::open(&dir.join("vault"), Arc::new(RealDisk)).unwrap()
}

fn all(vault: &Vault) -> Vec<Opening> {
    let mut all = Vec::new();
    vault
        .each(&mut |opening| {
            all.extend(opening.ok());
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}

/// Whether any file below a folder holds these bytes.
fn holds(dir: &Path, bytes: &str) -> bool {
    fs::read_dir(dir).unwrap().flatten().any(|item| {
        if item.path().is_dir() {
            return holds(&item.path(), bytes);
        }
        String::from_utf8_lossy(&fs::read(item.path()).unwrap()).contains(bytes)
    })
}

#[test]
fn a_vault_that_is_missing_is_empty_and_stays_missing() {
    let (dir, vault) = vault();
    assert_eq!(vault.find(&opening(1, "王").seal).unwrap(), None);
    assert_eq!(vault.erase(&[opening(1, "王").seal]).unwrap(), 0);
    assert_eq!(vault.find_document(b"x"), None);
    assert_eq!(vault.file(&Sha256::of(b"x")).unwrap(), None);
    assert!(vault.files().unwrap().is_empty() && all(&vault).is_empty());
    vault.put(&[]).unwrap();
    assert!(!dir.path().join("vault").exists());
}

#[test]
fn openings_are_found_by_their_commitment() {
    let (dir, vault) = vault();
    let openings: Vec<_> = (0..200).map(|n| opening(n, &format!("居民 {n}"))).collect();
    vault.put(&openings[..100]).unwrap();
    assert_eq!(vault.find(&openings[7].seal).unwrap().as_ref(), Some(&openings[7]));
    vault.put(&openings[100..]).unwrap();
    for vault in [vault, open(dir.path()), Vault::reading(&dir.path().join("vault")).unwrap()] {
        for opening in &openings {
            assert_eq!(vault.find(&opening.seal).unwrap().as_ref(), Some(opening));
        }
        assert_eq!(vault.find(&opening(1, "别人").seal).unwrap(), None);
        assert_eq!(all(&vault), openings);
    }
}

#[test]
fn what_is_erased_is_in_no_file() {
    let (dir, vault) = vault();
    let openings: Vec<_> = (0..20).map(|n| opening(n, &format!("居民{n}号"))).collect();
    vault.put(&openings).unwrap();
    assert!(holds(dir.path(), "居民7号"));
    let erased = [openings[7].seal, openings[8].seal, opening(99, "没有").seal];
    assert_eq!(vault.erase(&erased).unwrap(), 2);
    for hidden in ["居民7号", "居民8号", &openings[7].seal.to_string(), &openings[7].salt.to_hex()]
    {
        assert!(!holds(dir.path(), hidden));
    }
    assert_eq!(vault.find(&openings[7].seal).unwrap(), None);
    // What is put afterwards goes to the new file.
    let late = opening(50, "后来");
    vault.put(std::slice::from_ref(&late)).unwrap();
    for vault in [vault, open(dir.path())] {
        assert_eq!(vault.find(&late.seal).unwrap().as_ref(), Some(&late));
        assert_eq!(vault.find(&openings[9].seal).unwrap().as_ref(), Some(&openings[9]));
        assert_eq!(all(&vault).len(), 19);
    }
}

#[test]
fn what_a_crash_left_of_an_erasure_is_removed() {
    let (dir, vault) = vault();
    vault.put(&[opening(1, "王建国")]).unwrap();
    let left = dir.path().join("vault/openings.jsonl.part");
    fs::copy(dir.path().join("vault/openings.jsonl"), &left).unwrap();
    drop(vault);
    open(dir.path());
    assert!(!left.exists());
}

#[test]
fn a_changed_opening_is_damage_and_not_a_value() {
    let (dir, vault) = vault();
    let openings = [opening(1, "王建国"), opening(2, "张三")];
    vault.put(&openings).unwrap();
    let path = dir.path().join("vault/openings.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("王建国", "李建国")).unwrap();
    let error = vault.find(&openings[0].seal).unwrap_err();
    assert!(matches!(error, VaultError::Damaged { offset: 0, .. }));
    assert_eq!(vault.find(&openings[1].seal).unwrap().unwrap().value, Value::String("张三".into()));
    let mut damaged = 0;
    vault
        .each(&mut |opening| {
            damaged += u64::from(opening.is_err());
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(damaged, 1);
}

#[test]
fn a_document_names_the_command_that_recorded_it_last() {
    let (dir, vault) = vault();
    vault.put_document(b"document", Salt([1; 32]), &super::cmd(1)).unwrap();
    assert_eq!(vault.find_document(b"document"), Some(super::cmd(1)));
    vault.put_document(b"document", Salt([2; 32]), &super::cmd(2)).unwrap();
    for vault in [vault, open(dir.path())] {
        assert_eq!(vault.find_document(b"document"), Some(super::cmd(2)));
        assert_eq!(vault.find_document(b"other"), None);
        assert_eq!(vault.find_document(b"documenT"), None);
    }
}

#[test]
fn the_register_of_documents_holds_no_hash_that_a_dictionary_finds() {
    let (dir, vault) = vault();
    let document = "{\"name\":\"王建国\"}".as_bytes();
    for n in 1..=3 {
        vault.put_document(document, Salt([n; 32]), &super::cmd(1)).unwrap();
    }
    let sha256 = Sha256::of(document).to_string();
    let blake3 = Hash::of(document).to_string();
    assert!(!holds(dir.path(), &sha256) && !holds(dir.path(), &blake3));
    // The same document three times looks like three documents.
    let text = fs::read_to_string(dir.path().join("vault/documents.jsonl")).unwrap();
    let macs = text.lines().map(|line| line.split('"').nth(9).unwrap());
    assert_eq!(macs.collect::<std::collections::BTreeSet<_>>().len(), 3);
}

#[test]
fn an_erased_name_is_not_found_by_guessing_the_document_either() {
    let (dir, vault) = vault();
    let (gone, kept) = (opening(1, "王建国"), opening(2, "张三"));
    vault.put(&[gone.clone(), kept.clone()]).unwrap();
    for one in [&gone, &kept] {
        let document = one.value.to_canonical();
        vault.put_document(document.as_bytes(), one.salt, &one.cmd).unwrap();
    }
    vault.erase(&[gone.seal]).unwrap();
    for vault in [vault, open(dir.path())] {
        let find = |one: &Opening| vault.find_document(one.value.to_canonical().as_bytes());
        assert_eq!((find(&gone), find(&kept)), (None, Some(kept.cmd.clone())));
    }
    let text = fs::read_to_string(dir.path().join("vault/documents.jsonl")).unwrap();
    assert!(!text.contains(&gone.cmd) && text.contains(&kept.cmd), "{text}");
}

#[test]
fn a_damaged_line_about_a_document_is_passed_over_and_counted() {
    let (dir, vault) = vault();
    vault.put_document(b"one", Salt([1; 32]), &super::cmd(1)).unwrap();
    drop(vault);
    let path = dir.path().join("vault/documents.jsonl");
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend_from_slice(b"garbage\n{}\n\xff\n");
    fs::write(&path, bytes).unwrap();
    let vault = open(dir.path());
    assert_eq!(vault.damaged_documents(), 3);
    assert_eq!(vault.find_document(b"one"), Some(super::cmd(1)));
    vault.put_document(b"two", Salt([2; 32]), &super::cmd(2)).unwrap();
    assert_eq!(open(dir.path()).find_document(b"two"), Some(super::cmd(2)));
}

#[test]
fn names_are_read_through_one_handle() {
    let (dir, vault) = vault();
    let openings: Vec<_> = (0..200).map(|n| opening(n, &format!("居民 {n}"))).collect();
    vault.put(&openings).unwrap();
    let before = opened();
    let vault = Vault::reading(&dir.path().join("vault")).unwrap();
    for opening in &openings {
        assert_eq!(vault.find(&opening.seal).unwrap().as_ref(), Some(opening));
    }
    assert_eq!(all(&vault).len(), 200);
    assert_eq!(opened() - before, 1);
}

#[test]
fn after_an_erasure_nobody_reads_the_old_file() {
    let (dir, vault) = vault();
    let openings: Vec<_> = (0..20).map(|n| opening(n, &format!("居民{n}号"))).collect();
    vault.put(&openings).unwrap();
    // Another process, which has the file open.
    let reader = Vault::reading(&dir.path().join("vault")).unwrap();
    assert!(reader.find(&openings[7].seal).unwrap().is_some());
    vault.erase(&[openings[7].seal]).unwrap();
    assert_eq!(reader.find(&openings[7].seal).unwrap(), None);
    assert_eq!(reader.find(&openings[8].seal).unwrap().as_ref(), Some(&openings[8]));
    // What is written later is seen, too.
    let late = opening(50, "后来");
    vault.put(std::slice::from_ref(&late)).unwrap();
    assert_eq!(reader.find(&late.seal).unwrap(), Some(late));
    assert_eq!(all(&reader).len(), 20);
}

#[test]
fn whoever_reads_all_openings_stops_when_some_are_erased_meanwhile() {
    let (dir, vault) = vault();
    let long = "字".repeat(1000);
    let openings: Vec<_> = (0..200).map(|n| opening(n, &format!("{n}{long}"))).collect();
    vault.put(&openings).unwrap();
    for reader in [&vault, &Vault::reading(&dir.path().join("vault")).unwrap()] {
        let seals: Vec<_> = all(reader).iter().map(|one| one.seal).collect();
        let mut shown = 0;
        let outcome = reader.each(&mut |_| {
            shown += 1;
            if shown == 1 {
                vault.erase(&seals[..1]).unwrap();
            }
            ControlFlow::Continue(())
        });
        assert!(matches!(outcome, Err(VaultError::Rewritten { .. })), "{outcome:?}");
        assert!(shown < 200, "{shown}");
    }
}

#[test]
fn an_erasure_that_cannot_replace_the_file_says_which_and_is_not_acknowledged() {
    let (dir, vault) = vault();
    let one = opening(1, "王建国");
    vault.put(std::slice::from_ref(&one)).unwrap();
    drop(vault);
    let vault = Vault::open(&dir.path().join("vault"), Arc::new(Holding)).unwrap();
    let error = vault.erase(&[one.seal]).unwrap_err();
    assert!(
        matches!(&error, VaultError::NotReplaced { path, .. }
        if path.ends_with("openings.jsonl")),
        "{error}"
    );
    assert!(!dir.path().join("vault/openings.jsonl.part").exists());
    // What is recorded meanwhile is kept all the same.
    let other = opening(2, "张三");
    vault.put(std::slice::from_ref(&other)).unwrap();
    assert_eq!(vault.find(&other.seal).unwrap(), Some(other.clone()));
    // Once the other program is gone, the same erasure is done.
    let vault = open(dir.path());
    assert_eq!(vault.erase(&[one.seal]).unwrap(), 1);
    assert!(!holds(dir.path(), "王建国"));
}

/// A disk on which somebody holds every file open, so that none is replaced.
#[derive(Debug)]
struct Holding;

impl Disk for Holding {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        RealDisk.create_dir(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        RealDisk.create(path)
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        RealDisk.open_append(path)
    }

    fn rename(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove_dir(path)
    }

    fn truncate(&self, path: &Path, bytes: u64) -> io::Result<()> {
        RealDisk.truncate(path, bytes)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        RealDisk.sync_dir(path)
    }
}

#[test]
fn an_attachment_is_named_by_its_content() {
    let (dir, vault) = vault();
    let sha256 = vault.put_file(b"photo").unwrap();
    assert_eq!(vault.put_file(b"photo").unwrap(), sha256);
    assert_eq!(sha256, Sha256::of(b"photo"));
    assert_eq!(vault.file(&sha256).unwrap(), Some(b"photo".to_vec()));
    assert_eq!(vault.files().unwrap(), [sha256]);
    let path = dir.path().join("vault/files").join(sha256.to_string());
    fs::write(&path, b"another").unwrap();
    assert!(matches!(vault.file(&sha256), Err(VaultError::Attachment { .. })));
    // Handing in the right one again puts it right.
    vault.put_file(b"photo").unwrap();
    assert_eq!(vault.file(&sha256).unwrap(), Some(b"photo".to_vec()));
    assert!(vault.erase_file(&sha256).unwrap() && !vault.erase_file(&sha256).unwrap());
    assert_eq!(vault.file(&sha256).unwrap(), None);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_vault() {
    use std::os::unix::fs::PermissionsExt as _;
    let (dir, vault) = vault();
    vault.put(&[opening(1, "王建国"), opening(2, "张三")]).unwrap();
    vault.put_file(b"photo").unwrap();
    vault.put_document(b"x", Salt([1; 32]), &super::cmd(1)).unwrap();
    vault.erase(&[opening(1, "王建国").seal]).unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let vault = dir.path().join("vault");
    assert_eq!((mode(&vault), mode(&vault.join("files"))), (0o700, 0o700));
    for file in ["openings.jsonl", "documents.jsonl"] {
        assert_eq!(mode(&vault.join(file)), 0o600);
    }
    for item in fs::read_dir(vault.join("files")).unwrap().flatten() {
        assert_eq!(mode(&item.path()), 0o600);
    }
}
