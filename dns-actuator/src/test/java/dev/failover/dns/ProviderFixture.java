package dev.failover.dns;

import dev.failover.event.DnsRecord;
import java.net.InetSocketAddress;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** A name at a provider, and what goes wrong there. */
public interface ProviderFixture extends AutoCloseable {

    /** The one under test. */
    DnsProvider provider();

    /** The same, at an address where somebody else is, or nobody. */
    DnsProvider at(InetSocketAddress address);

    /** To whom the name belongs. */
    default String service() {
        return "search";
    }

    /** A name for which no decision has been carried out, with a TTL of 30 s. */
    DnsRecord record();

    /** Another such name in the same zone; it belongs to {@link #service()} with {@code -2}. */
    DnsRecord other();

    /** Name servers of the zone, at addresses that can be asked from here. */
    List<InetSocketAddress> nameServers();

    /** From now on the name servers answer by what is written, where they do not do so anyway. */
    default void letNameServersFollow() throws Exception {}

    /** The next change is made, and nobody hears of it. */
    default void loseNextAnswer() {
        throw new TestAbortedException("answers cannot be lost here");
    }

    @Override
    void close();
}
