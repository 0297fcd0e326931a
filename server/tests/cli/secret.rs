use crate::program::Folder;

#[test]
fn every_secret_is_new_and_long() {
    let folder = Folder::new();
    let secrets = [folder.run(&["secret"]).success(), folder.run(&["secret"]).success()];
    assert_ne!(secrets[0], secrets[1]);
    assert_eq!(secrets[0].trim_end().len(), 43);
}
