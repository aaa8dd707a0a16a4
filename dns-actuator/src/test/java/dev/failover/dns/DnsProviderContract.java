package dev.failover.dns;

import static dev.failover.dns.Decisions.PRIMARY;
import static dev.failover.dns.Decisions.SECONDARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.failover.dns.DnsProvider.Progress;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.Fence;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.event.Decision;
import dev.failover.event.DnsRecord;
import dev.failover.event.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every DNS provider keeps: it changes exactly what was read, or nothing; whoever comes late or second is refused; and
 * what an answer that was lost has done is told by the fence.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class DnsProviderContract {

    private static final int WRITERS = 4;

    final Planner planner = new Planner("ops");
    ProviderFixture fixture;
    DnsProvider provider;
    DnsRecord record;

    /** A fresh one for each test, with a name that no other test has. */
    protected abstract ProviderFixture open() throws Exception;

    /** How long it may take until all name servers have a change. */
    protected Duration patience() {
        return Duration.ofSeconds(60);
    }

    @BeforeEach
    void openFixture() throws Exception {
        fixture = open();
        provider = fixture.provider();
        record = fixture.record();
    }

    @AfterEach
    void closeFixture() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    @DisplayName("what is read is what was written: after a claim, after a move, and after the move back")
    void whatIsReadIsWhatWasWritten() {
        assertRead(apply(claim(10)), PRIMARY, "primary", 10);
        assertRead(apply(move(11, "secondary")), SECONDARY, "secondary", 11);
        assertRead(apply(move(12, "primary")), PRIMARY, "primary", 12);
    }

    private void assertRead(Plan plan, Target target, String endpoint, long epoch) {
        Found found = provider.find(record);
        assertThat(found).isEqualTo(written(plan));
        assertThat(found.record().orElseThrow().target()).isEqualTo(target);
        assertThat(fence(found))
                .isEqualTo(new Fence(
                        "ops", fixture.service(), epoch, plan.decision().id(), endpoint));
    }

    @Test
    @DisplayName("scenario 41: a decision that is read again finds itself done, and its change cannot be made twice")
    void aReplayDoesNothing() {
        apply(claim(10));
        Decision decision = move(11, "secondary");
        Plan plan = apply(decision);

        assertThat(planner.plan(decision, provider.find(record))).isInstanceOf(Planned.Done.class);
        assertConflict(plan);
        assertThat(provider.find(record)).isEqualTo(written(plan));
    }

    @Test
    @DisplayName("scenarios 25, 41: a writer that was delayed is refused by the newer fence")
    void aDelayedWriterLoses() {
        apply(claim(10));
        Plan delayed = plan(move(11, "secondary"));
        apply(move(12, "secondary"));
        Plan newest = apply(move(13, "primary"));

        assertConflict(delayed);
        assertThat(provider.find(record)).isEqualTo(written(newest));
    }

    @Test
    @DisplayName("scenario 41: a decision that the fence has overtaken is refused before anything is written")
    void aStaleDecisionIsRefused() {
        apply(claim(10));
        apply(move(12, "secondary"));

        assertRefused(planner, move(11, "primary"), "is stale: the zone has epoch 12");
    }

    @Test
    @DisplayName("scenario 37: of two writers that read the same, the second is refused")
    void aRivalOfTheSameEpochLoses() {
        apply(claim(10));
        Plan mine = plan(move(11, "secondary"));
        Plan rival = plan(decision(Decisions.failover(), "zombie-11", 11));
        carryOut(mine);

        assertConflict(rival);
        assertThat(provider.find(record)).isEqualTo(written(mine));
    }

    @Test
    @DisplayName("scenario 37: of two that claim a fresh name, the second is refused")
    void theSecondClaimLoses() {
        Plan mine = plan(claim(10));
        Plan rival = plan(decision(Decisions.claim(), "zombie-10", 10));
        carryOut(mine);

        assertConflict(rival);
        assertThat(provider.find(record)).isEqualTo(written(mine));
    }

    @Test
    @DisplayName("scenario 37: of many that have read the same and write at once, one succeeds")
    void oneOfManyWins() throws Exception {
        apply(claim(10));
        List<Plan> plans = IntStream.range(0, WRITERS)
                .mapToObj(i -> plan(decision(Decisions.failover(), "writer-" + i, 11)))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<Boolean>> writers = plans.stream()
                    .<Callable<Boolean>>map(plan -> () -> wins(plan))
                    .toList();

            long winners = 0;
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                winners += writer.get() ? 1 : 0;
            }

            assertThat(winners).isEqualTo(1);
            await().atMost(patience())
                    .until(() -> fence(provider.find(record)).decision().startsWith("writer-"));
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean wins(Plan plan) {
        try {
            provider.apply(List.of(plan));
            return true;
        } catch (DnsProviderException e) {
            assertThat(e.kind()).isIn(Kind.CONFLICT, Kind.BUSY);
            return false;
        }
    }

    @Test
    @DisplayName("scenario 32: another deployment's fence, and another service's, are left alone")
    void aForeignFenceIsRefused() {
        apply(claim(10));

        assertRefused(new Planner("dev"), move(11, "secondary"), "is the fence of owner ops, not of dev");
        assertRefused(
                planner,
                Decisions.failover()
                        .of("intruder")
                        .id("intruder-11", 11)
                        .record(record)
                        .build(),
                "is the fence of service " + fixture.service());
    }

    @Test
    @DisplayName("scenario 49: an answer lost after the change was made is uncertain, and the fence tells")
    void aLostAnswerIsSettledByTheFence() {
        apply(claim(10));
        Decision decision = move(11, "secondary");
        Plan plan = plan(decision);
        fixture.loseNextAnswer();

        assertThat(failure(() -> provider.apply(List.of(plan))).kind()).isEqualTo(Kind.UNCERTAIN);

        awaitWritten(plan);
        assertThat(planner.plan(decision, provider.find(record))).isInstanceOf(Planned.Done.class);
    }

    @Test
    @DisplayName("scenario 48: many plans are carried out in as many lists as the provider asks for")
    void manyPlansAreCarriedOut() {
        DnsRecord other = fixture.other();
        String otherService = fixture.service() + "-2";
        Plan first = plan(claim(10));
        Plan second = plan(Decisions.claim()
                .of(otherService)
                .id(otherService + "-10", 10)
                .record(other)
                .build());

        provider.batches(List.of(first, second)).forEach(provider::apply);

        awaitWritten(first);
        awaitWritten(second);
        assertThat(provider.findAll(List.of(other, record))).containsExactly(written(second), written(first));
    }

    @Test
    @DisplayName("scenario 55: a fence is replaced by itself, and not where it is another by now")
    void aFenceIsRewritten() {
        Plan claimed = apply(claim(10));
        FenceSnapshot read = provider.find(record).fence().orElseThrow();

        provider.rewrite(record, read);

        assertThat(provider.find(record)).isEqualTo(written(claimed));
        Plan moved = apply(move(11, "secondary"));
        assertThat(failure(() -> provider.rewrite(record, read)).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(provider.find(record)).isEqualTo(written(moved));
    }

    @Test
    @DisplayName("scenario 51: what cannot be reached is told as out of reach, and not as refused")
    void whatCannotBeReachedIsToldSo() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        try (DnsProvider away = fixture.at(InetSocketAddress.createUnresolved("127.0.0.1", closed))) {
            assertThat(failure(() -> away.find(record)).kind()).isIn(Kind.BUSY, Kind.UNCERTAIN);
        }
    }

    @Test
    void aMoveGetsInSyncAndTheNameServersAnswerAsPlanned() throws Exception {
        fixture.letNameServersFollow();
        apply(claim(10));
        Plan plan = plan(move(11, "secondary"));
        String changeId = provider.apply(List.of(plan));

        await().atMost(patience())
                .until(() ->
                        EnumSet.of(Progress.INSYNC, Progress.UNTOLD).contains(provider.progress(record, changeId)));
        NameServers servers = new AuthoritativeServers(provider, Optional.of(fixture.nameServers()));
        await().atMost(patience()).untilAsserted(() -> {
            NameServers.Answer answer = servers.ask(record, plan.after(), plan.fenceAfter());
            assertThat(answer.asPlanned()).hasSameSizeAs(fixture.nameServers());
        });
    }

    private Decision claim(long epoch) {
        return decision(Decisions.claim(), fixture.service() + "-" + epoch, epoch);
    }

    private Decision move(long epoch, String to) {
        return decision(Decisions.failover().to(to), fixture.service() + "-" + epoch, epoch);
    }

    private Decision decision(Decisions shape, String id, long epoch) {
        return shape.of(fixture.service()).id(id, epoch).record(record).build();
    }

    final Plan apply(Decision decision) {
        return carryOut(plan(decision));
    }

    final Plan plan(Decision decision) {
        Planned planned = planner.plan(decision, provider.find(decision.record()));
        assertThat(planned).isInstanceOf(Planned.Change.class);
        return ((Planned.Change) planned).plan();
    }

    private Plan carryOut(Plan plan) {
        provider.apply(List.of(plan));
        awaitWritten(plan);
        return plan;
    }

    /** Some providers' changes are read a moment after they were made. */
    private void awaitWritten(Plan plan) {
        await().pollDelay(Duration.ZERO)
                .atMost(patience())
                .until(() -> provider.find(plan.record()).fence().equals(Optional.of(plan.fenceAfter())));
    }

    private static Found written(Plan plan) {
        return new Found(Optional.of(plan.after()), Optional.of(plan.fenceAfter()), Optional.empty());
    }

    private static Fence fence(Found found) {
        return found.fence().orElseThrow().fence().orElseThrow();
    }

    private void assertRefused(Planner by, Decision decision, String why) {
        assertThat(by.plan(decision, provider.find(record)))
                .isInstanceOfSatisfying(
                        Planned.Refused.class,
                        refused -> assertThat(refused.reason()).contains(why));
    }

    final void assertConflict(Plan plan) {
        assertThat(failure(() -> provider.apply(List.of(plan))).kind()).isEqualTo(Kind.CONFLICT);
    }

    static DnsProviderException failure(ThrowingCallable call) {
        DnsProviderException e = catchThrowableOfType(DnsProviderException.class, call);
        assertThat(e).as("it should have failed").isNotNull();
        return e;
    }
}
