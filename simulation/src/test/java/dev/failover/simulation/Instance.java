package dev.failover.simulation;

import dev.failover.event.Event;
import dev.failover.kafka.CommitStep;
import dev.failover.kafka.Received;
import dev.failover.kafka.RecordHandler;
import dev.failover.kafka.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;

/**
 * One process of a service. Does in virtual time what the consume loop does in a thread: poll, decode, handle, commit. May
 * be paused, cut off from Kafka, killed at any side effect, and is started again.
 */
final class Instance implements SideEffects {

    /** What a process runs. */
    record Program(RecordHandler handler, CommitStep commit) {}

    /** What is the same for all processes of a service. */
    record Role(
            List<Topic> inputs,
            int recordsAPoll,
            long pollMillis,
            LogConsumer.Lens lens,
            Function<Instance, Program> start) {}

    private final String name;
    private final Role role;
    private final Schedule schedule;
    private final Schedule.MachineClock clock;
    private final Log log;
    private final Group group;
    private final SplittableRandom random;
    private final Story story;

    private @Nullable Program program;
    private Group.@Nullable Member member;
    private @Nullable LogConsumer consumer;
    private int incarnation;
    private long busy;
    private long pausedUntil;
    private long cutOffUntil;
    private long restartMillis = 2_000;
    private int crashIn = -1;
    private Fate nextCommit = Fate.DONE;
    private int effects;

    Instance(String name, Role role, Schedule schedule, Log log, Group group, SplittableRandom random, Story story) {
        this.name = name;
        this.role = role;
        this.schedule = schedule;
        this.clock = schedule.new MachineClock();
        this.log = log;
        this.group = group;
        this.random = random;
        this.story = story;
    }

    Schedule.MachineClock clock() {
        return clock;
    }

    /** How many points there were so far at which it could have been killed. */
    int effects() {
        return effects;
    }

    long nanos() {
        return schedule.millis() * 1_000_000;
    }

    LogProducer producer(@Nullable String transactionalId) {
        return new LogProducer(log, transactionalId, transactionalId == null ? null : member, this);
    }

    LogConsumer reader() {
        return new LogConsumer(log, role.lens(), this, null, null);
    }

    void start() {
        if (program != null) {
            return;
        }
        incarnation++;
        Group.Member joined = group.join();
        member = joined;
        consumer = new LogConsumer(log, role.lens(), this, group, joined);
        program = role.start().apply(this);
        later(random.nextInt(200), this::turn);
    }

    /** Does something later, unless the process has ended by then. */
    void later(long millis, Runnable work) {
        int current = incarnation;
        schedule.in(millis, () -> {
            if (current == incarnation && program != null) {
                alive(work);
            }
        });
    }

    private void alive(Runnable work) {
        if (schedule.millis() < pausedUntil) {
            later(pausedUntil - schedule.millis(), work);
            return;
        }
        try {
            work.run();
        } catch (Crash e) {
            kill("killed at the " + e.getMessage());
        } catch (KafkaException e) {
            kill("ended by " + e.getMessage());
        } catch (IllegalStateException e) {
            if (!String.valueOf(e.getMessage()).startsWith("Kafka did not take")) {
                throw e;
            }
            kill("ended, since " + e.getMessage());
        }
    }

    private void turn() {
        busy = 0;
        Program running = running();
        LogConsumer reads = reads();
        boolean cutOff = isCutOff();
        if (!cutOff) {
            member().poll(callbacks(running, reads));
        }
        List<Log.Entry> polled = cutOff ? List.of() : reads.next(role.recordsAPoll(), random.nextInt(16));
        running.handler().handle(reads, decoded(polled));
        try {
            running.commit().commit(reads, nextOffsets(polled));
        } catch (RebalanceInProgressException e) {
            story.tell(name + " could not commit while partitions move");
        }
        member().heartbeatsFor(cutOff ? 0 : busy);
        later(busy + role.pollMillis() + random.nextInt(50), this::turn);
    }

    private List<Received> decoded(List<Log.Entry> polled) {
        List<Received> batch = new ArrayList<>(polled.size());
        for (Log.Entry entry : polled) {
            Event event = entry.event().orElse(null);
            Event seen = event == null ? null : role.lens().seen(Log.topic(entry.partition.topic()), event);
            if (entry.decodes() && (seen != null || event == null)) {
                batch.add(new Received(entry.partition, entry.offset, entry.at, entry.key, Optional.ofNullable(seen)));
            }
        }
        return batch;
    }

    private static Map<TopicPartition, OffsetAndMetadata> nextOffsets(List<Log.Entry> polled) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        polled.forEach(entry -> next.put(entry.partition, new OffsetAndMetadata(entry.offset + 1)));
        return next;
    }

    private Group.Callbacks callbacks(Program running, LogConsumer reads) {
        return new Group.Callbacks() {
            @Override
            public void assigned(Set<Integer> numbers) {
                reads.startAtCommitted(partitions(numbers));
                running.handler().assigned(reads, partitions(numbers));
            }

            @Override
            public void revoked(Set<Integer> numbers) {
                running.handler().revoked(reads, partitions(numbers));
                reads.forget(partitions(numbers));
            }

            @Override
            public void lost(Set<Integer> numbers) {
                running.handler().lost(reads, partitions(numbers));
                reads.forget(partitions(numbers));
            }
        };
    }

    private Collection<TopicPartition> partitions(Set<Integer> numbers) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : role.inputs()) {
            numbers.forEach(number -> partitions.add(new TopicPartition(topic.topicName(), number)));
        }
        return partitions;
    }

    private Program running() {
        if (program == null) {
            throw new AssertionError(name + " does not run");
        }
        return program;
    }

    private LogConsumer reads() {
        if (consumer == null) {
            throw new AssertionError(name + " does not run");
        }
        return consumer;
    }

    private Group.Member member() {
        if (member == null) {
            throw new AssertionError(name + " does not run");
        }
        return member;
    }

    @Override
    public Fate before(String effect) {
        mayCrash("point before the " + effect);
        if (isCutOff()) {
            return Fate.FAILS;
        }
        if (effect.startsWith("commit of decision")) {
            Fate fate = nextCommit;
            nextCommit = Fate.DONE;
            return fate;
        }
        return Fate.DONE;
    }

    @Override
    public void after(String effect) {
        mayCrash("point after the " + effect);
    }

    private void mayCrash(String where) {
        effects++;
        if (crashIn >= 0 && crashIn-- == 0) {
            throw new Crash(where);
        }
    }

    /** Kill -9: nothing is finished, nobody is told. */
    void kill(String why) {
        if (program != null) {
            story.tell(name + " is " + why);
            program = null;
            incarnation++;
            crashIn = -1;
            schedule.in(restartMillis, this::start);
        }
    }

    /** A rolling restart: partitions are given back first. */
    void restart(long downMillis) {
        Program running = program;
        if (running != null) {
            member().leave(callbacks(running, reads()));
            restartMillis = downMillis;
            kill("stopped in order");
        }
    }

    /** So many points from now it is killed, and so long afterwards started again. */
    void crashIn(int points, long downMillis) {
        crashIn = points;
        restartMillis = downMillis;
    }

    void failNextCommit(Fate fate) {
        nextCommit = fate;
    }

    /** It stands still, as in a long garbage collection, and knows nothing of it. */
    void pause(long millis) {
        pausedUntil = Math.max(pausedUntil, schedule.millis() + millis);
    }

    void cutOff(long millis) {
        cutOffUntil = Math.max(cutOffUntil, schedule.millis() + millis);
    }

    private boolean isCutOff() {
        return schedule.millis() < cutOffUntil;
    }

    /** It waits for something outside; its heartbeats go on. */
    void busy(long millis) {
        busy += millis;
    }

    /** All faults end. */
    void heal() {
        pausedUntil = 0;
        cutOffUntil = 0;
        crashIn = -1;
        nextCommit = Fate.DONE;
    }

    @Override
    public String toString() {
        return name;
    }
}
