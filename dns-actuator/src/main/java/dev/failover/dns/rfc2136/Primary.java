package dev.failover.dns.rfc2136;

import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/**
 * The name server that takes a zone's updates, over TCP. All that is sent is signed, and no answer is believed that is not
 * signed with the same key (RFC 8945): whoever can answer in the primary's place cannot say what a zone holds, nor that an
 * update was done. Refusals alone pass unsigned: a primary cannot sign for a key that it does not know, and Knot does not
 * where a key may not do something.
 */
final class Primary {

    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Set<Integer> REFUSALS =
            Set.of(Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTIMP, Rcode.FORMERR, Rcode.SERVFAIL);

    private static final Logger log = LoggerFactory.getLogger(Primary.class);

    private final Rfc2136Settings settings;
    private final TSIG tsig;
    private final String shown;

    /**
     * A primary.
     *
     * @param clock tells when a message was signed
     */
    Primary(Rfc2136Settings settings, Clock clock) {
        this.settings = settings;
        this.tsig = settings.key().tsig(clock);
        this.shown = settings.server().getHostString() + ":" + settings.server().getPort();
    }

    /** Its host and port. */
    @Override
    public String toString() {
        return shown;
    }

    Rfc2136Settings.Key key() {
        return settings.key();
    }

    /** Nothing has been sent when this fails. */
    Dialogue open() {
        try {
            InetSocketAddress address = new InetSocketAddress(
                    settings.server().getHostString(), settings.server().getPort());
            if (address.isUnresolved()) {
                throw new UnknownHostException("its address cannot be found");
            }
            return new Dialogue(TcpConnection.open(address, LIMIT));
        } catch (IOException e) {
            throw new DnsProviderException(
                    Kind.BUSY, "the primary " + shown + " cannot be reached: " + e.getMessage(), e);
        }
    }

    /** Questions and answers over one connection. */
    final class Dialogue implements AutoCloseable {

        private final TcpConnection connection;

        private Dialogue(TcpConnection connection) {
            this.connection = connection;
        }

        /** An answer, signed unless it is a refusal; whatever its response code says. */
        Message send(Message request) {
            try {
                tsig.apply(request, null);
                byte[] wire = connection.exchange(request.toWire(Message.MAXLENGTH));
                return checked(request, new Message(wire), wire);
            } catch (IOException e) {
                throw new DnsProviderException(
                        Kind.UNCERTAIN,
                        "no answer from the primary " + shown + " that can be read: " + e.getMessage(),
                        e);
            }
        }

        private Message checked(Message request, Message answer, byte[] wire) throws IOException {
            if (answer.getHeader().getID() != request.getHeader().getID()
                    || !answer.getHeader().getFlag(Flags.QR)
                    || answer.getHeader().getOpcode() != request.getHeader().getOpcode()) {
                throw new IOException("it answers something else");
            }
            int rcode = answer.getRcode();
            boolean signed = tsig.verify(answer, wire, Objects.requireNonNull(request.getTSIG())) == Rcode.NOERROR;
            if (!signed && !REFUSALS.contains(rcode)) {
                throw new IOException("it says " + Rcode.string(rcode)
                        + ", but the answer is not signed with the key "
                        + key().name());
            }
            TSIGRecord signature = answer.getTSIG();
            if (rcode == Rcode.NOTAUTH && signature != null && signature.getError() != Rcode.NOERROR) {
                throw Rfc2136Errors.ofSignature(Primary.this, signature);
            }
            return answer;
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (IOException e) {
                log.debug("closing the connection to {}: {}", shown, e.getMessage());
            }
        }
    }
}
