package dev.failover.awslocal.dns;

import dev.failover.awslocal.route53.DomainName;
import dev.failover.awslocal.route53.Zone;
import dev.failover.awslocal.route53.Zones;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** From a query message to the answer message. Reads the zones and changes nothing. */
public final class Answers {

    static final int MAX_UDP_PAYLOAD = 1_232;

    private static final int MIN_UDP_PAYLOAD = 512;
    private static final int BADVERS = 16;
    private static final long ANY_TTL = 3_789;

    private final Zones zones;
    private final Choice choice;

    public Answers(Zones zones, Choice choice) {
        this.zones = zones;
        this.choice = choice;
    }

    /** The answer, or nothing for what is no query (never answer an answer). */
    Optional<Message> answer(Message query) {
        if (query.getHeader().getFlag(Flags.QR)) {
            return Optional.empty();
        }
        Message answer = skeleton(query);
        int rcode = refusalCode(query);
        if (rcode == Rcode.NOERROR) {
            rcode = lookUp(query.getQuestion(), answer);
        }
        answer.getHeader().setRcode(rcode & 0xF);
        if (query.getOPT() != null) {
            answer.addRecord(new OPTRecord(MAX_UDP_PAYLOAD, rcode >> 4, 0), Section.ADDITIONAL);
        }
        return Optional.of(answer);
    }

    /** How much of an answer a client takes over UDP; the rest is cut off and flagged TC. */
    static int udpPayload(Message query) {
        OPTRecord opt = query.getOPT();
        return opt == null
                ? MIN_UDP_PAYLOAD
                : Math.max(MIN_UDP_PAYLOAD, Math.min(opt.getPayloadSize(), MAX_UDP_PAYLOAD));
    }

    private static Message skeleton(Message query) {
        Message answer = new Message(query.getHeader().getID());
        Header header = answer.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(query.getHeader().getOpcode());
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        if (query.getQuestion() != null) {
            answer.addRecord(query.getQuestion(), Section.QUESTION);
        }
        return answer;
    }

    private static int refusalCode(Message query) {
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            return Rcode.NOTIMP;
        }
        if (query.getHeader().getCount(Section.QUESTION) != 1 || query.getQuestion() == null) {
            return Rcode.FORMERR;
        }
        if (query.getOPT() != null && query.getOPT().getVersion() > 0) {
            return BADVERS;
        }
        int type = query.getQuestion().getType();
        boolean transfer = type == Type.AXFR || type == Type.IXFR;
        return transfer || query.getQuestion().getDClass() != DClass.IN ? Rcode.REFUSED : Rcode.NOERROR;
    }

    private int lookUp(Record question, Message answer) {
        DomainName name = DomainName.of(question.getName());
        Optional<Zone> zone = zones.publishedFor(name);
        if (zone.isEmpty()) {
            return Rcode.REFUSED;
        }
        answer.getHeader().setFlag(Flags.AA);
        if (question.getType() == Type.ANY) {
            // RFC 8482: one small record says that ANY is not answered.
            answer.addRecord(new HINFORecord(question.getName(), DClass.IN, ANY_TTL, "RFC8482", ""), Section.ANSWER);
            return Rcode.NOERROR;
        }
        return new LookUp(zones, choice, answer).run(name, question.getName(), question.getType());
    }
}
