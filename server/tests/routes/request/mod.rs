mod body;
mod client_ip;
mod cookie;
mod disabled_path;
mod origin;
mod rate_limit;
mod redirect_target;
mod routing;
