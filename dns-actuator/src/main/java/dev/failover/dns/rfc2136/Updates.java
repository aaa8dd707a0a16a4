package dev.failover.dns.rfc2136;

import dev.failover.dns.DnsProviderException;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Plan;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * Plans as one update message, which a primary carries out whole or not at all (RFC 2136, 3.7). Its prerequisites are a
 * compare-and-swap: exactly what was read must still be there, record and fence, and nothing where nothing was.
 *
 * <pre>
 * read            prerequisite (RFC 2136, 2.4)                   why
 * a set           RRset exists, value dependent                  somebody's edit refuses the message
 * no A or AAAA    RRset does not exist; nor a CNAME              beside a CNAME an added record is passed over in silence
 * no CNAME        name is not in use                             beside other records an added CNAME is, too
 * </pre>
 *
 * A prerequisite compares values and never the TTL (RFC 2136, 2.4.2): an edit of the TTL alone is not noticed, and is
 * overwritten by the next move.
 */
final class Updates {

    /** A message over TCP has at most 65,535; the zone, the header and the signature need some. */
    static final int MOST_BYTES = 60_000;

    private Updates() {}

    /** In their order, each message as full as it may be; a plan that is too large for any stands alone. */
    static List<List<Plan>> split(List<Plan> plans) {
        List<List<Plan>> messages = new ArrayList<>();
        int bytes = 0;
        for (Plan plan : plans) {
            int alone = bytes(plan);
            bytes += alone;
            if (messages.isEmpty() || bytes > MOST_BYTES) {
                messages.add(new ArrayList<>());
                bytes = alone;
            }
            messages.get(messages.size() - 1).add(plan);
        }
        return messages;
    }

    private static int bytes(Plan plan) {
        try {
            return of(List.of(plan)).toWire().length;
        } catch (DnsProviderException e) {
            // Is refused when it is applied, and must not take others with it.
            return MOST_BYTES;
        }
    }

    /** All of one zone. */
    static Update of(List<Plan> plans) {
        Update update = new Update(Rrsets.name(plans.get(0).record().zone()));
        plans.forEach(plan -> require(update, plan));
        plans.forEach(plan -> change(update, plan));
        return update;
    }

    private static void require(Update update, Plan plan) {
        DnsRecord record = plan.record();
        Name name = Rrsets.name(record.name());
        plan.before()
                .ifPresentOrElse(
                        before -> Rrsets.of(record, before, 0).forEach(update::present),
                        () -> requireNothing(update, record, name));
        Name fenceName = Rrsets.name(record.fenceName());
        plan.fenceBefore()
                .ifPresentOrElse(
                        fence -> update.present(Rrsets.of(record, fence, 0)),
                        () -> requireNeither(update, fenceName, Type.TXT));
    }

    private static void requireNothing(Update update, DnsRecord record, Name name) {
        if (record.type() == RecordType.CNAME) {
            update.absent(name);
        } else {
            requireNeither(update, name, Rrsets.type(record));
        }
    }

    private static void requireNeither(Update update, Name name, int type) {
        update.absent(name, type);
        update.absent(name, Type.CNAME);
    }

    /** A claim leaves the record as it is: required, and not written. */
    private static void change(Update update, Plan plan) {
        DnsRecord record = plan.record();
        if (!plan.before().equals(Optional.of(plan.after()))) {
            plan.before().ifPresent(before -> update.delete(Rrsets.name(record.name()), Rrsets.type(record)));
            Rrsets.of(record, plan.after(), seconds(plan)).forEach(update::add);
        }
        plan.fenceBefore().ifPresent(fence -> update.delete(Rrsets.name(record.fenceName()), Type.TXT));
        update.add(Rrsets.of(record, plan.fenceAfter(), plan.fenceAfter().ttl().toSeconds()));
    }

    /** A simple record's one set; an alias, which has no TTL, is not written. */
    private static long seconds(Plan plan) {
        return Optional.ofNullable(plan.after().sets().get(0).ttl())
                .orElse(plan.record().ttl())
                .toSeconds();
    }

    /** A fence replaced by itself: nothing is changed, if it may be. */
    static Update rewriting(DnsRecord record, FenceSnapshot fence) {
        Update update = new Update(Rrsets.name(record.zone()));
        update.present(Rrsets.of(record, fence, 0));
        update.delete(Rrsets.name(record.fenceName()), Type.TXT);
        update.add(Rrsets.of(record, fence, fence.ttl().toSeconds()));
        return update;
    }

    /** Refused when the fence is another by now. */
    static Update removing(DnsRecord record, FenceSnapshot fence) {
        Update update = new Update(Rrsets.name(record.zone()));
        update.present(Rrsets.of(record, fence, 0));
        update.delete(Rrsets.name(record.fenceName()), Type.TXT);
        return update;
    }
}
