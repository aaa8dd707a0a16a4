package dev.failover.probe;

import dev.failover.event.Observation.FailureClass;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * The machine's resolvers and hosts file, asked directly and without a cache: the JVM's cache would hide a moved or lost
 * name for 30 s, and its answer does not tell a name that does not exist from a resolver that does not answer.
 */
final class DnsNames implements Names {

    /** One try; a lost packet must not cost a whole check. */
    private static final Duration TRY = Duration.ofMillis(400);

    private static final Duration ALL_TRIES = Duration.ofSeconds(3);
    private static final int TRIES = 3;

    private final Vertx vertx;
    private final LookupSession session;

    private DnsNames(Vertx vertx, LookupSession session) {
        this.vertx = vertx;
        this.session = session;
    }

    /** As this machine is set up ({@code /etc/resolv.conf}, {@code /etc/hosts}), read once. */
    static DnsNames ofThisMachine(Vertx vertx) {
        ResolverConfig config = ResolverConfig.getCurrentConfig();
        return new DnsNames(
                vertx,
                LookupSession.builder()
                        .resolver(resolver(config.servers()))
                        .searchPath(config.searchPath())
                        .ndots(config.ndots())
                        .defaultHostsFileParser()
                        .build());
    }

    /** These servers only, no hosts file. */
    static DnsNames of(Vertx vertx, Collection<InetSocketAddress> servers) {
        return new DnsNames(
                vertx, LookupSession.builder().resolver(resolver(servers)).build());
    }

    private static Resolver resolver(Collection<InetSocketAddress> servers) {
        List<Resolver> each = servers.stream().<Resolver>map(DnsNames::resolver).toList();
        ExtendedResolver all = new ExtendedResolver(each);
        all.setTimeout(ALL_TRIES);
        all.setRetries(TRIES);
        return all;
    }

    private static SimpleResolver resolver(InetSocketAddress server) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(TRY);
        return resolver;
    }

    @Override
    public Future<InetAddress> address(String host) {
        try {
            return Future.succeededFuture(Address.getByAddress(host));
        } catch (UnknownHostException notAnAddress) {
            return byName(host);
        }
    }

    private Future<InetAddress> byName(String host) {
        Name name;
        try {
            name = Name.fromString(host);
        } catch (TextParseException e) {
            return Future.failedFuture(new CheckFailedException(
                    Finding.fail(FailureClass.DNS, "'" + host + "' is no name that DNS could know")));
        }
        return lookup(name, Type.A)
                .recover(e -> e instanceof NoSuchRRSetException ? lookup(name, Type.AAAA) : Future.failedFuture(e))
                .recover(e -> Future.failedFuture(new CheckFailedException(found(host, e))));
    }

    private Future<InetAddress> lookup(Name name, int type) {
        return Future.fromCompletionStage(session.lookupAsync(name, type), vertx.getOrCreateContext())
                .map(DnsNames::first);
    }

    /** The first one: resolvers rotate the addresses of a name by themselves. */
    private static InetAddress first(LookupResult result) {
        for (Record record : result.getRecords()) {
            if (record instanceof ARecord a) {
                return a.getAddress();
            } else if (record instanceof AAAARecord aaaa) {
                return aaaa.getAddress();
            }
        }
        throw new CheckFailedException(Finding.proberError("the resolver answered without an address"));
    }

    private static Finding found(String host, Throwable e) {
        if (e instanceof NoSuchDomainException) {
            return Finding.fail(FailureClass.DNS, host + " does not exist in DNS");
        } else if (e instanceof NoSuchRRSetException) {
            return Finding.fail(FailureClass.DNS, host + " has no address in DNS");
        } else if (e instanceof CheckFailedException failed) {
            return failed.finding();
        }
        return Finding.proberError(
                "no resolver could look " + host + " up: " + e.getClass().getSimpleName());
    }
}
