package dev.failover.dns.rfc2136;

import dev.failover.dns.DnsProvider;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.Gate;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * Zones of any name server that takes dynamic updates, by one primary and one key. A record's zone is the zone's domain
 * name.
 */
public final class Rfc2136Provider implements DnsProvider {

    /** The longest that a connection, or an exchange over one, may take. */
    public static final Duration CALL_LIMIT = Primary.LIMIT;

    /** Two connections; the record and its fence are asked for, and whether each is in use; one update. */
    public static final int CALLS_A_MOVE = 7;

    /** What a signed zone has beside every name. */
    private static final Set<Integer> OF_THE_SIGNER = Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3);

    private final Primary primary;
    private final Gate gate;

    public Rfc2136Provider(Rfc2136Settings settings) {
        this(settings, Clock.systemUTC());
    }

    Rfc2136Provider(Rfc2136Settings settings, Clock clock) {
        this(new Primary(settings, clock), Gate.OPEN);
    }

    private Rfc2136Provider(Primary primary, Gate gate) {
        this.primary = primary;
        this.gate = gate;
    }

    /** The same, with each connection through a gate. */
    public Rfc2136Provider through(Gate next) {
        return new Rfc2136Provider(primary, next);
    }

    @Override
    public Found find(DnsRecord record) {
        return findAll(List.of(record)).get(0);
    }

    @Override
    public List<Found> findAll(List<DnsRecord> records) {
        return over(
                Gate.Call.READ,
                dialogue ->
                        records.stream().map(record -> find(dialogue, record)).toList());
    }

    /** Asks and tells over one connection. */
    private <T> T over(Gate.Call call, Function<Primary.Dialogue, T> talk) {
        return gate.pass(call, () -> {
            try (Primary.Dialogue dialogue = primary.open()) {
                return talk.apply(dialogue);
            }
        });
    }

    private Found find(Primary.Dialogue dialogue, DnsRecord record) {
        // Whatever stands beside a CNAME is in its way.
        int type = record.type() == RecordType.CNAME ? Type.ANY : Rrsets.type(record);
        return Rrsets.found(
                record,
                setAt(dialogue, record.zone(), record.name(), type),
                setAt(dialogue, record.zone(), record.fenceName(), Type.TXT));
    }

    /** What the zone holds at exactly this name: a wildcard's answer is not held there. */
    private List<Record> setAt(Primary.Dialogue dialogue, String zone, String text, int type) {
        Name name = Rrsets.name(text);
        List<Record> records = answer(dialogue, zone, name, type).stream()
                .filter(record -> record.getName().equals(name) && !OF_THE_SIGNER.contains(record.getType()))
                .toList();
        return records.isEmpty() || isInUse(dialogue, zone, name) ? records : List.of();
    }

    private List<Record> answer(Primary.Dialogue dialogue, String zone, Name name, int type) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().unsetFlag(Flags.RD);
        Message answer = dialogue.send(query);
        if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
            throw Rfc2136Errors.of(primary, zone, answer.getRcode());
        } else if (!answer.getHeader().getFlag(Flags.AA)) {
            throw new DnsProviderException(
                    Kind.DENIED,
                    "the primary " + primary + " is not authoritative for " + name + " (is the zone " + zone
                            + " its, and not delegated on below?)");
        }
        return answer.getSection(Section.ANSWER);
    }

    /** Asked by an update that changes nothing: only prerequisites see the zone without its wildcards. */
    private boolean isInUse(Primary.Dialogue dialogue, String zone, Name name) {
        Update nothing = new Update(Rrsets.name(zone));
        nothing.present(name);
        int rcode = dialogue.send(nothing).getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            throw Rfc2136Errors.of(primary, zone, rcode);
        }
        return rcode == Rcode.NOERROR;
    }

    @Override
    public List<List<Plan>> batches(List<Plan> plans) {
        return Updates.split(plans);
    }

    /**
     * A primary keeps no ids of changes: this one is the message's. A refusal may be forged, as it may be unsigned: it is
     * believed when the zone, asked anew, does not have the change.
     */
    @Override
    public String apply(List<Plan> plans) {
        Plan first = plans.get(0);
        try {
            return update(first.record().zone(), Updates.of(plans));
        } catch (DnsProviderException e) {
            if (e.kind() == Kind.DENIED && isDone(first)) {
                throw new DnsProviderException(Kind.UNCERTAIN, e.getMessage() + "; but the zone has the change", e);
            }
            throw e;
        }
    }

    private boolean isDone(Plan plan) {
        return find(plan.record()).fence().filter(plan.fenceAfter()::equals).isPresent();
    }

    @Override
    public void rewrite(DnsRecord record, FenceSnapshot fence) {
        String unused = update(record.zone(), Updates.rewriting(record, fence));
    }

    @Override
    public String removeFence(DnsRecord record, FenceSnapshot fence) {
        return update(record.zone(), Updates.removing(record, fence));
    }

    private String update(String zone, Update update) {
        return over(Gate.Call.CHANGE, dialogue -> {
            int rcode = dialogue.send(update).getRcode();
            if (rcode != Rcode.NOERROR) {
                throw Rfc2136Errors.of(primary, zone, rcode);
            }
            return zone + "#" + update.getHeader().getID();
        });
    }

    /** A primary has a change when it has answered; how far its secondaries are only they tell. */
    @Override
    public Progress progress(DnsRecord record, String changeId) {
        return Progress.UNTOLD;
    }

    @Override
    public List<String> nameServers(DnsRecord record) {
        return over(Gate.Call.READ, dialogue -> {
            List<String> names = new ArrayList<>();
            for (Record each : answer(dialogue, record.zone(), Rrsets.name(record.zone()), Type.NS)) {
                if (each instanceof NSRecord ns) {
                    names.add(ns.getTarget().toString(true));
                }
            }
            return names;
        });
    }

    @Override
    public void close() {}
}
