//! The names of the Docker Official Images, including retired ones.
//!
//! A name without a slash in FROM or `--from` is one of these images, a stage, or an image that
//! exists only locally. Source: <https://github.com/docker-library/official-images>, as known in
//! 2026.

/// The names, in alphabetical order.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "adminer", "aerospike", "aerospike-server", "almalinux", "alpine", "alt", "amazoncorretto", "amazonlinux",
    "api-firewall", "arangodb", "archlinux", "backdrop", "bash", "bonita", "buildpack-deps", "busybox",
    "caddy", "cassandra", "centos", "chronograf", "cirros", "clearlinux", "clefos", "clickhouse", "clojure",
    "cockroachdb", "composer", "consul", "convertigo", "couchbase", "couchdb", "crate", "crux", "dart",
    "debian", "docker", "drupal", "eclipse-mosquitto", "eclipse-temurin", "eggdrop", "elasticsearch",
    "elixir", "emqx", "erlang", "euleros", "fedora", "flink", "fluentd", "friendica", "gazebo", "gcc",
    "geonetwork", "ghost", "golang", "gradle", "groovy", "haproxy", "haskell", "haxe", "hello-world", "hitch",
    "hola-mundo", "httpd", "hylang", "ibm-semeru-runtimes", "ibmjava", "influxdb", "irssi", "jenkins",
    "jetty", "jobber", "joomla", "jruby", "julia", "kaazing-gateway", "kapacitor", "kibana", "known", "kong",
    "krakend", "lightstreamer", "liquibase", "logstash", "mageia", "mariadb", "matomo", "maven", "mediawiki",
    "memcached", "mongo", "mongo-express", "monica", "mono", "mysql", "nats", "nats-streaming", "neo4j",
    "neurodebian", "nextcloud", "nginx", "node", "notary", "nuxeo", "odoo", "open-liberty", "openjdk",
    "opensuse", "oraclelinux", "orientdb", "percona", "perl", "photon", "php", "php-zendserver", "phpmyadmin",
    "piwik", "plone", "postfixadmin", "postgres", "pypy", "python", "r-base", "rabbitmq", "rails",
    "rakudo-star", "rapidoid", "redis", "redmine", "registry", "rethinkdb", "rocket.chat", "rockylinux",
    "ros", "ruby", "rust", "sapmachine", "satosa", "scratch", "sentry", "silverpeas", "sl", "solr",
    "sonarqube", "sourcemage", "spark", "spiped", "storm", "swarm", "swift", "swipl", "teamspeak", "telegraf",
    "thrax", "tomcat", "tomee", "traefik", "ubuntu", "ubuntu-debootstrap", "ubuntu-upstart", "unit",
    "varnish", "vault", "websphere-liberty", "wordpress", "xwiki", "yourls", "znc", "zookeeper",
];

/// Whether an official image has this name.
pub fn is_official_image(name: &str) -> bool {
    NAMES.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(NAMES.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(is_official_image("node") && !is_official_image("builder"));
    }
}
