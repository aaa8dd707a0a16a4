package dev.failover.dns;

import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import java.util.Optional;
import java.util.Set;

/** A zone at a provider, and what a person sees and does there by hand. */
public interface ZoneFixture extends ProviderFixture {

    /** A name in the zone that nobody else uses; all names of a test are below it. */
    String domain();

    /** With a TTL of 30 s. */
    DnsRecord record(String name, RecordType type);

    @Override
    default DnsRecord record() {
        return record("es." + domain(), RecordType.A);
    }

    @Override
    default DnsRecord other() {
        return record("www." + domain(), RecordType.A);
    }

    /** One in a zone that the provider does not have. */
    DnsRecord elsewhere();

    /** A set by hand, whatever was there. */
    void put(String name, RecordType type, long ttl, String... values);

    /** A TXT record of one value by hand, whatever was there; the value without quotes. */
    void putText(String name, String text);

    void delete(String name, RecordType type);

    /** The values as they are kept, asked in another way than the provider does. */
    Set<String> values(String name, RecordType type);

    /** The TTL as it is kept. */
    long ttl(String name, RecordType type);

    /** The text of the TXT record, without quotes. */
    Optional<String> text(String name);
}
