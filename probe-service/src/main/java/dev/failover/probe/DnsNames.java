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
import java.util.Optional;
import java.util.concurrent.CompletionException;
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
            return failed(Finding.proberError("'" + host + "' is no name that DNS could know"));
        }
        return lookup(name, Type.A)
                .compose(address -> address.isPresent() ? Future.succeededFuture(address) : lookup(name, Type.AAAA))
                .transform(done -> done.succeeded()
                        ? done.result()
                                .map(Future::succeededFuture)
                                .orElseGet(
                                        () -> failed(Finding.fail(FailureClass.DNS, host + " has no address in DNS")))
                        : failed(found(host, done.cause())));
    }

    /** Empty where the name exists and has no address of this type. */
    private Future<Optional<InetAddress>> lookup(Name name, int type) {
        return Future.fromCompletionStage(session.lookupAsync(name, type), vertx.getOrCreateContext())
                .map(DnsNames::first)
                .recover(e -> unwrapped(e) instanceof NoSuchRRSetException
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(unwrapped(e)));
    }

    private static Throwable unwrapped(Throwable e) {
        return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    }

    /** The first one: resolvers rotate the addresses of a name by themselves. */
    private static Optional<InetAddress> first(LookupResult result) {
        for (Record record : result.getRecords()) {
            if (record instanceof ARecord a) {
                return Optional.of(a.getAddress());
            } else if (record instanceof AAAARecord aaaa) {
                return Optional.of(aaaa.getAddress());
            }
        }
        return Optional.empty();
    }

    private static Finding found(String host, Throwable e) {
        return e instanceof NoSuchDomainException
                ? Finding.fail(FailureClass.DNS, host + " does not exist in DNS")
                : Finding.proberError("no resolver could look " + host + " up: "
                        + e.getClass().getSimpleName());
    }

    private static <T> Future<T> failed(Finding finding) {
        return Future.failedFuture(new CheckFailedException(finding));
    }
}
