//! The address of a client, as proxies report it.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use ipnet::IpNet;

use crate::options::{IpAddressOptions, Options};

/// Finds the address of a client.
pub(crate) struct ClientIpReader {
    headers: Vec<HeaderName>,
    trusted_proxies: Vec<IpNet>,
    ipv6_subnet: u8,
    fallback: Option<ClientIp>,
    disabled: bool,
}

/// The address of a client: IPv4, or the network that an IPv6 address is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ClientIp(IpAddr);

/// The options for addresses can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProxyError {
    /// Neither an address nor a network.
    NotANetwork(String),
    /// No name of a header.
    NotAHeader(String),
    /// An IPv6 address has 128 bits.
    Subnet(u8),
}

impl ClientIpReader {
    pub(crate) fn new(options: &Options) -> Result<Self, ProxyError> {
        let IpAddressOptions {
            ip_address_headers,
            trusted_proxies,
            disable_ip_tracking,
            ipv6_subnet,
        } = &options.advanced.ip_address;
        if *ipv6_subnet > 128 {
            return Err(ProxyError::Subnet(*ipv6_subnet));
        }
        let headers = ip_address_headers
            .iter()
            .map(|name| name.parse().map_err(|_| ProxyError::NotAHeader(name.clone())))
            .collect::<Result<_, _>>()?;
        let trusted_proxies = trusted_proxies
            .iter()
            .map(|text| parse_network(text).ok_or_else(|| ProxyError::NotANetwork(text.clone())))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            headers,
            trusted_proxies,
            ipv6_subnet: *ipv6_subnet,
            fallback: (!options.production).then(|| ClientIp(IpAddr::from([127, 0, 0, 1]))),
            disabled: *disable_ip_tracking,
        })
    }

    /// Whether clients are told apart at all.
    pub(crate) fn is_disabled(&self) -> bool {
        self.disabled
    }

    /// The address that the first usable header gives.
    pub(crate) fn read(&self, headers: &HeaderMap) -> Option<ClientIp> {
        if self.disabled {
            return None;
        }
        self.headers
            .iter()
            .find_map(|name| self.read_header(headers, name))
            .map(|address| ClientIp(mask(address, self.ipv6_subnet)))
            .or(self.fallback)
    }

    fn read_header(&self, headers: &HeaderMap, name: &HeaderName) -> Option<IpAddr> {
        let hops =
            headers.get_all(name).iter().flat_map(|value| text(value).split(',')).map(str::trim);
        if self.trusted_proxies.is_empty() {
            let mut hops = hops.filter(|hop| !hop.is_empty());
            let only = hops.next()?;
            return if hops.next().is_none() { parse(only) } else { None };
        }
        // The nearest hop comes last. What stands before an untrusted one may be made up.
        let hops: Vec<&str> = hops.filter(|hop| !hop.is_empty()).collect();
        for hop in hops.into_iter().rev() {
            let address = parse(hop)?;
            if !self.trusted_proxies.iter().any(|network| network.contains(&address)) {
                return Some(address);
            }
        }
        None
    }
}

/// IPv6 is written in full, as Better Auth stores it.
impl fmt::Display for ClientIp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => address.fmt(f),
            IpAddr::V6(address) => {
                for (index, segment) in address.segments().iter().enumerate() {
                    let separator = if index == 0 { "" } else { ":" };
                    write!(f, "{separator}{segment:04x}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for ProxyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANetwork(text) => {
                write!(f, "{text:?} is neither an address nor a network like 10.0.0.0/8")
            }
            Self::NotAHeader(text) => write!(f, "{text:?} is no name of a header"),
            Self::Subnet(bits) => write!(f, "an IPv6 subnet has at most 128 bits, not {bits}"),
        }
    }
}

impl std::error::Error for ProxyError {}

fn text(value: &HeaderValue) -> &str {
    value.to_str().unwrap_or_default()
}

/// An IPv4 address inside IPv6 is that IPv4 address.
fn parse(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

fn parse_network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| parse(text).map(IpNet::from))
}

fn mask(address: IpAddr, ipv6_bits: u8) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(ipv6_bits)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(change: impl FnOnce(&mut Options), values: &[(&str, &str)]) -> Option<String> {
        let mut options = Options::default();
        change(&mut options);
        let mut headers = HeaderMap::new();
        for (name, value) in values {
            headers.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        ClientIpReader::new(&options).unwrap().read(&headers).map(|address| address.to_string())
    }

    fn forwarded(value: &str) -> Option<String> {
        read(|_| (), &[("x-forwarded-for", value)])
    }

    #[test]
    fn a_single_address_is_believed_and_a_chain_is_not() {
        assert_eq!(forwarded("203.0.113.7").as_deref(), Some("203.0.113.7"));
        assert_eq!(forwarded(" 203.0.113.7 ").as_deref(), Some("203.0.113.7"));
        assert_eq!(forwarded("203.0.113.7, 10.0.0.1"), None);
        for nonsense in ["", "unknown", "203.0.113.7:80", "256.0.0.1", "1.2.3", "[::1]", "01.2.3.4"]
        {
            assert_eq!(forwarded(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn an_ipv6_client_is_its_network_written_in_full() {
        assert_eq!(
            forwarded("2001:DB8:1:2:3:4:5:6").as_deref(),
            Some("2001:0db8:0001:0002:0000:0000:0000:0000")
        );
        assert_eq!(forwarded("::ffff:203.0.113.7").as_deref(), Some("203.0.113.7"));
        let whole = read(
            |options| options.advanced.ip_address.ipv6_subnet = 128,
            &[("x-forwarded-for", "::1")],
        );
        assert_eq!(whole.as_deref(), Some("0000:0000:0000:0000:0000:0000:0000:0001"));
    }

    #[test]
    fn trusted_proxies_are_skipped_from_the_right() {
        let trusting = |options: &mut Options| {
            options.advanced.ip_address.trusted_proxies =
                vec!["10.0.0.0/8".to_owned(), "192.0.2.1".to_owned()];
        };
        let read = |value| read(trusting, &[("x-forwarded-for", value)]);
        assert_eq!(read("203.0.113.7, 10.1.2.3, 192.0.2.1").as_deref(), Some("203.0.113.7"));
        assert_eq!(read("198.51.100.1, 203.0.113.7, 10.1.2.3").as_deref(), Some("203.0.113.7"));
        assert_eq!(read("203.0.113.7, nonsense, 10.1.2.3"), None);
        assert_eq!(read("10.1.2.3"), None);
    }

    #[test]
    fn headers_are_asked_in_order_and_only_those() {
        let cloud = |options: &mut Options| {
            options.advanced.ip_address.ip_address_headers =
                vec!["cf-connecting-ip".to_owned(), "x-real-ip".to_owned()];
        };
        let values = [("x-forwarded-for", "1.1.1.1"), ("x-real-ip", "2.2.2.2")];
        assert_eq!(read(cloud, &values).as_deref(), Some("2.2.2.2"));
    }

    #[test]
    fn without_a_header_only_development_has_an_address() {
        assert_eq!(read(|_| (), &[]), None);
        assert_eq!(read(|options| options.production = false, &[]).as_deref(), Some("127.0.0.1"));
        let off = |options: &mut Options| {
            options.production = false;
            options.advanced.ip_address.disable_ip_tracking = true;
        };
        assert_eq!(read(off, &[("x-forwarded-for", "1.1.1.1")]), None);
    }

    #[test]
    fn options_that_mean_nothing_are_refused() {
        let mut options = Options::default();
        options.advanced.ip_address.trusted_proxies = vec!["10.0.0.0/33".to_owned()];
        assert!(matches!(ClientIpReader::new(&options), Err(ProxyError::NotANetwork(_))));
    }

    proptest! {
        #[test]
        fn any_header_is_read_without_panic(value in "[ -~]{0,60}") {
            let _ = forwarded(&value);
        }

        #[test]
        fn every_address_is_read_back_as_its_network(bits in any::<u128>()) {
            let address = Ipv6Addr::from_bits(bits);
            prop_assume!(address.to_ipv4_mapped().is_none());
            let written = forwarded(&address.to_string()).unwrap();
            let read: Ipv6Addr = written.parse().unwrap();
            prop_assert_eq!(read.to_bits(), bits >> 64 << 64);
        }
    }
}
