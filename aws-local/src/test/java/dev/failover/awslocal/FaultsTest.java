package dev.failover.awslocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private final Faults faults = new Faults();

    @Test
    void happensAsOftenAsAskedAndOnlyToItsOperation() {
        faults.add(List.of(new Fault("GetChange", Fault.Kind.THROTTLE, 2, 0)));

        assertThat(faults.take("route53", "ListHostedZones")).isEmpty();
        assertThat(faults.take("route53", "GetChange")).isPresent();
        assertThat(faults.take("route53", "GetChange")).isPresent();
        assertThat(faults.take("route53", "GetChange")).isEmpty();
    }

    @Test
    void namesAServiceOrEverything() {
        assertThat(new Fault("*", Fault.Kind.RESET, 1, 0).hits("sns", "Publish"))
                .isTrue();
        assertThat(new Fault("sns:*", Fault.Kind.RESET, 1, 0).hits("sns", "Publish"))
                .isTrue();
        assertThat(new Fault("sns:Publish", Fault.Kind.RESET, 1, 0).hits("sns", "Publish"))
                .isTrue();
        assertThat(new Fault("route53:*", Fault.Kind.RESET, 1, 0).hits("sns", "Publish"))
                .isFalse();
    }

    @Test
    void takesNoMoreThanItCanHold() {
        Fault fault = new Fault("*", Fault.Kind.DELAY, 1, 1);

        assertThat(faults.add(Collections.nCopies(Faults.MAX_FAULTS, fault))).isTrue();
        assertThat(faults.add(List.of(fault))).isFalse();
        faults.clear();
        assertThat(faults.all()).isEmpty();
    }
}
