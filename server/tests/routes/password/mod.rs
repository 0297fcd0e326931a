mod change;
mod set;
mod verify;
