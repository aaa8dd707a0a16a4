package dev.failover.dns.rfc2136;

import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/**
 * What a primary's response code says of an update (RFC 2136, 2.2 and 3; RFC 8945, 5.2).
 *
 * <pre>
 * NXRRSET, YXRRSET, YXDOMAIN, NXDOMAIN           CONFLICT   a prerequisite did not hold
 * REFUSED, NOTAUTH, NOTZONE, FORMERR, NOTIMP     DENIED     asking again does not help
 * BADKEY, BADSIG, BADTIME, BADTRUNC              DENIED     the key, the secret or a clock is wrong
 * any other                                      UNCERTAIN  the zone has to be read
 * </pre>
 */
final class Rfc2136Errors {

    private Rfc2136Errors() {}

    static DnsProviderException of(Primary primary, String zone, int rcode) {
        String said = "the primary " + primary + " says " + Rcode.string(rcode) + " for " + zone;
        return switch (rcode) {
            case Rcode.NXRRSET, Rcode.YXRRSET, Rcode.YXDOMAIN, Rcode.NXDOMAIN ->
                new DnsProviderException(Kind.CONFLICT, said + ": the zone is not as it was read");
            case Rcode.REFUSED ->
                new DnsProviderException(
                        Kind.DENIED,
                        said + ": the key " + primary.key().name()
                                + " may not do this (docs/rfc2136.md has what must be allowed)");
            case Rcode.NOTAUTH ->
                new DnsProviderException(
                        Kind.DENIED, said + ": it is not this zone's primary (is RFC2136_SERVER right, and the zone?)");
            case Rcode.NOTZONE ->
                new DnsProviderException(Kind.DENIED, said + ": the name is not in this zone (is the zone right?)");
            case Rcode.FORMERR, Rcode.NOTIMP ->
                new DnsProviderException(Kind.DENIED, said + ": it does not take updates of this kind");
            default -> new DnsProviderException(Kind.UNCERTAIN, said);
        };
    }

    /** The primary does not accept our signature. */
    static DnsProviderException ofSignature(Primary primary, TSIGRecord signature) {
        String said = "the primary " + primary + " says " + Rcode.TSIGstring(signature.getError()) + ": ";
        String key = primary.key().name();
        return new DnsProviderException(
                Kind.DENIED,
                said
                        + switch (signature.getError()) {
                            case Rcode.BADKEY ->
                                "it does not know the key " + key + ", or not for "
                                        + primary.key().algorithm()
                                        + " (RFC2136_TSIG_KEY, RFC2136_TSIG_ALGORITHM)";
                            case Rcode.BADSIG ->
                                "the secret of the key " + key + " is another one there (RFC2136_TSIG_SECRET_FROM)";
                            case Rcode.BADTIME -> clocks(signature);
                            default -> "it does not accept the signature of the key " + key;
                        });
    }

    private static String clocks(TSIGRecord signature) {
        if (signature.getOther() == null || signature.getOther().length == 0) {
            return "this machine's clock or the primary's is wrong: mend the clock";
        }
        Instant theirs = Instant.ofEpochSecond(new BigInteger(1, signature.getOther()).longValue());
        long ahead = Duration.between(theirs, signature.getTimeSigned()).toSeconds();
        return "this machine's clock is " + Math.abs(ahead) + " s " + (ahead < 0 ? "behind" : "ahead of")
                + " the primary's: mend the clock";
    }
}
