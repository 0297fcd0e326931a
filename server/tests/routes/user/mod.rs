mod update;
mod update_session;
