package dev.failover.dns.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.DnsRecord.RecordType;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("scenario 53: values compare as DNS compares them")
class ValuesTest {

    @Test
    void namesWithoutCaseAndTrailingDot() {
        assertThat(Values.alike(RecordType.CNAME, List.of("B.Example.NET.")))
                .isEqualTo(Values.alike(RecordType.CNAME, List.of("b.example.net")));
    }

    @Test
    void ipv6AddressesInAllTheirForms() {
        assertThat(Values.alike(RecordType.AAAA, List.of("2001:DB8::1")))
                .isEqualTo(Values.alike(RecordType.AAAA, List.of("2001:db8:0:0:0:0:0:1")))
                .isNotEqualTo(Values.alike(RecordType.AAAA, List.of("2001:db8::2")));
        assertThat(Values.alike(RecordType.AAAA, List.of("no:address"))).containsExactly("no:address");
    }

    @Test
    void setsWithoutOrder() {
        assertThat(Values.alike(RecordType.A, List.of("192.0.2.2", "192.0.2.1")))
                .isEqualTo(Values.alike(RecordType.A, List.of("192.0.2.1", "192.0.2.2")));
    }
}
