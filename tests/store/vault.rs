//! The vault keeps what it acknowledged, and forgets what it is told to forget.

use super::open::opening;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use yishi::ledger::{Sha256, Value};
use yishi::store::Vault;
use yishi::store::disk::RealDisk;
use yishi::store::vault::{Opening, VaultError};

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
    assert_eq!(vault.find_document(&Sha256::of(b"x")).unwrap(), None);
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
    let sha256 = Sha256::of(b"document");
    vault.put_document(sha256, &super::cmd(1)).unwrap();
    assert_eq!(vault.find_document(&sha256).unwrap(), Some(super::cmd(1)));
    vault.put_document(sha256, &super::cmd(2)).unwrap();
    for vault in [vault, open(dir.path())] {
        assert_eq!(vault.find_document(&sha256).unwrap(), Some(super::cmd(2)));
        assert_eq!(vault.find_document(&Sha256::of(b"other")).unwrap(), None);
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
    vault.put_document(Sha256::of(b"x"), &super::cmd(1)).unwrap();
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
