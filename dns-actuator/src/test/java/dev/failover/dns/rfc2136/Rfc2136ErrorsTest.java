package dev.failover.dns.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

class Rfc2136ErrorsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Primary primary = new Primary(
            new Rfc2136Settings(InetSocketAddress.createUnresolved("ns1", 53), NameServerProcess.KEY),
            Clock.systemUTC());

    @ParameterizedTest
    @DisplayName("scenarios 46, 49, 55: each response code is told by what is known of the outcome")
    @CsvSource({
        "NXRRSET, CONFLICT, the zone is not as it was read",
        "YXRRSET, CONFLICT, the zone is not as it was read",
        "YXDOMAIN, CONFLICT, the zone is not as it was read",
        "NXDOMAIN, CONFLICT, the zone is not as it was read",
        "REFUSED, DENIED, docs/rfc2136.md",
        "NOTAUTH, DENIED, is RFC2136_SERVER right",
        "NOTZONE, DENIED, the name is not in this zone",
        "FORMERR, DENIED, does not take updates",
        "NOTIMP, DENIED, does not take updates",
        "SERVFAIL, UNCERTAIN, says SERVFAIL for example.com",
    })
    void sortsResponseCodes(String rcode, Kind kind, String said) {
        DnsProviderException e = Rfc2136Errors.of(primary, "example.com", Rcode.value(rcode));

        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e).hasMessageContaining("the primary ns1:53 says " + rcode).hasMessageContaining(said);
    }

    @ParameterizedTest
    @DisplayName("scenario 55: each refused signature names what has to be looked at")
    @CsvSource({
        "16, BADSIG, RFC2136_TSIG_SECRET_FROM",
        "17, BADKEY, RFC2136_TSIG_KEY",
        "18, BADTIME, mend the clock",
        "22, BADTRUNC, does not accept the signature",
    })
    void tellsOfSignatures(int code, String error, String said) {
        DnsProviderException e = Rfc2136Errors.ofSignature(primary, signature(code, new byte[0]));

        assertThat(e.kind()).isEqualTo(Kind.DENIED);
        assertThat(e).hasMessageContaining("says " + error).hasMessageContaining(said);
    }

    @Test
    @DisplayName("scenario 16: the primary's clock, where it tells it, says whose is wrong and by how much")
    void tellsByHowMuchTheClocksDiffer() {
        byte[] theirs =
                ByteBuffer.allocate(8).putLong(NOON.getEpochSecond() + 400).array();

        assertThat(Rfc2136Errors.ofSignature(primary, signature(Rcode.BADTIME, Arrays.copyOfRange(theirs, 2, 8))))
                .hasMessageContaining("this machine's clock is 400 s behind the primary's: mend the clock");
    }

    private static TSIGRecord signature(int error, byte[] other) {
        return new TSIGRecord(
                Rrsets.name("failover"),
                DClass.ANY,
                0,
                TSIG.HMAC_SHA256,
                NOON,
                Duration.ofMinutes(5),
                new byte[0],
                0,
                error,
                other);
    }
}
