//! Kills the program while it formats files: each file is as it was before or as it is after, never
//! torn.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use dockwright_tests::dockwright_binary;

use super::Random;

const FILES: usize = 40;

pub(crate) fn run(count: usize, random: &mut Random) {
    let folder = std::env::temp_dir().join(format!("dockwright-endurance-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let files: Vec<PathBuf> = (0..FILES).map(|number| folder.join(format!("{number}.Dockerfile"))).collect();
    let old = format!("from alpine\n{}", "run   x && y   \n".repeat(400));
    let write = || files.iter().for_each(|file| fs::write(file, &old).unwrap());
    let format = || {
        let mut command = Command::new(dockwright_binary());
        command.args(["format", "."]).current_dir(&folder).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    write();
    let start = Instant::now();
    assert!(format().wait().unwrap().success());
    let whole = start.elapsed();
    let new = fs::read_to_string(&files[0]).unwrap();
    assert_ne!(old, new);
    let (mut inside, mut torn, mut rests) = (0, 0, 0);
    for _ in 0..count {
        write();
        let mut child = format();
        let micros = random.below(whole.as_micros() as usize * 5 / 4);
        thread::sleep(Duration::from_micros(micros as u64));
        let _ = child.kill();
        let _ = child.wait();
        let texts: Vec<String> =
            files.iter().map(|file| fs::read_to_string(file).unwrap_or_default()).collect();
        torn += texts.iter().filter(|text| **text != old && **text != new).count();
        let changed = texts.iter().filter(|text| **text == new).count();
        inside += usize::from(changed > 0 && changed < FILES);
        rests += fs::read_dir(&folder).unwrap().count() - FILES;
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if !files.contains(&path) {
                fs::remove_file(path).unwrap();
            }
        }
    }
    fs::remove_dir_all(&folder).unwrap();
    println!(
        "{count} kills, {inside} in the middle of the files, {torn} torn files, {rests} files left beside them"
    );
    assert_eq!(torn, 0);
}
