package dev.failover.dns.rfc2136;

import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import dev.failover.event.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Records on the wire to what the plan knows of, and back, exactly: a prerequisite must match to the letter. */
final class Rrsets {

    private static final int LONGEST_STRING = 255;

    private Rrsets() {}

    /** What the records at the record's name and at its fence's mean. */
    static Found found(DnsRecord record, List<Record> atName, List<Record> atFence) {
        Optional<String> oddity = oddity(record, atName).or(() -> oddFence(record, atFence));
        if (oddity.isPresent()) {
            return new Found(Optional.empty(), Optional.empty(), oddity);
        }
        return new Found(
                atName.isEmpty() ? Optional.empty() : Optional.of(snapshot(atName)),
                atFence.stream().findFirst().map(txt -> new FenceSnapshot(text(txt), ttl(txt))),
                Optional.empty());
    }

    /** Scenario 47: what stands beside a CNAME, or is one, is reported as it is, and left alone. */
    private static Optional<String> oddity(DnsRecord record, List<Record> atName) {
        List<String> others = atName.stream()
                .filter(each -> each.getType() != type(record))
                .map(each -> "a record of type " + Type.string(each.getType()))
                .distinct()
                .toList();
        if (!others.isEmpty()) {
            return Optional.of(
                    record.name() + " " + record.type() + " cannot be set: found " + String.join(", ", others));
        }
        return atName.size() > Target.MAX_VALUES
                ? Optional.of(record.name() + " " + record.type() + " has " + atName.size() + " values")
                : Optional.empty();
    }

    /** A fence that the prerequisite made of it would not match is none. */
    private static Optional<String> oddFence(DnsRecord record, List<Record> atFence) {
        boolean odd = atFence.size() > 1
                || atFence.stream().anyMatch(each -> !(each instanceof TXTRecord) || !isAsWeWriteIt(record, each));
        return odd
                ? Optional.of(record.fenceName() + " is no simple TXT record of one value: found "
                        + atFence.stream()
                                .map(each -> Type.string(each.getType()) + " " + each.rdataToString())
                                .toList())
                : Optional.empty();
    }

    private static boolean isAsWeWriteIt(DnsRecord record, Record txt) {
        return txt.equals(of(record, new FenceSnapshot(text(txt), ttl(txt)), txt.getTTL()));
    }

    private static RecordSnapshot snapshot(List<Record> set) {
        List<String> values = set.stream().map(Record::rdataToString).toList();
        return new RecordSnapshot(new Target(values, null), ttl(set.get(0)));
    }

    private static String text(Record txt) {
        return String.join("", ((TXTRecord) txt).getStrings());
    }

    private static Duration ttl(Record record) {
        return Duration.ofSeconds(record.getTTL());
    }

    /** One record for each value. */
    static List<Record> of(DnsRecord record, RecordSnapshot snapshot, long ttl) {
        if (snapshot.target().aliasTarget().isPresent()) {
            throw cannotHold(record, snapshot.target().toString());
        }
        List<Record> set = new ArrayList<>();
        for (String value : snapshot.target().values()) {
            set.add(of(record, value, ttl));
        }
        return set;
    }

    private static Record of(DnsRecord record, String value, long ttl) {
        try {
            return Record.fromString(name(record.name()), type(record), DClass.IN, ttl, value, Name.root);
        } catch (IOException e) {
            throw cannotHold(record, value);
        }
    }

    private static DnsProviderException cannotHold(DnsRecord record, String value) {
        return new DnsProviderException(
                Kind.DENIED,
                record.name() + " " + record.type() + " of a zone by RFC 2136 cannot hold '" + value + "'");
    }

    /** One character-string, and another for each 255 characters more (RFC 1035, 3.3). */
    static Record of(DnsRecord record, FenceSnapshot fence, long ttl) {
        List<String> strings = new ArrayList<>();
        String text = fence.text();
        for (int from = 0; from < Math.max(text.length(), 1); from += LONGEST_STRING) {
            strings.add(text.substring(from, Math.min(text.length(), from + LONGEST_STRING)));
        }
        return new TXTRecord(name(record.fenceName()), DClass.IN, ttl, strings);
    }

    static int type(DnsRecord record) {
        return Type.value(record.type().name());
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no DNS name", e);
        }
    }
}
