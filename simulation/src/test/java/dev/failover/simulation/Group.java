package dev.failover.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CommitFailedException;

/**
 * A consumer group as the classic protocol with the range assignor has it: a rebalance takes everything from everybody, and
 * begins anew once all members have given up what they had, or were silent for the session's time.
 */
final class Group {

    private static final long SESSION_MILLIS = 6_000;

    private final String name;
    private final Schedule schedule;
    private final int partitionCount;
    private final Set<Member> members = new LinkedHashSet<>();
    private boolean rebalancing;

    Group(String name, Schedule schedule, int partitionCount) {
        this.name = name;
        this.schedule = schedule;
        this.partitionCount = partitionCount;
    }

    String name() {
        return name;
    }

    /** One process in the group. */
    final class Member {
        private boolean joined;
        private boolean expelled;
        private long heardAt = schedule.millis();
        private Set<Integer> assigned = Set.of();

        /** What the process believes to own. */
        private Set<Integer> held = Set.of();

        String group() {
            return name;
        }

        void mustBeCurrent() {
            if (expelled || (rebalancing && joined)) {
                throw new CommitFailedException("not a member of this generation any more");
            }
        }

        /** The client's own thread sends them, also while a batch is handled. */
        void heartbeatsFor(long millis) {
            heardAt = Math.max(heardAt, schedule.millis() + millis);
        }

        void leave(Callbacks callbacks) {
            giveUp(callbacks::revoked);
            members.remove(this);
            rebalance();
        }

        void askForRebalance() {
            rebalance();
        }

        /** The process polls: takes part in a rebalance, if there is one, and tells the callbacks what it means. */
        void poll(Callbacks callbacks) {
            heartbeatsFor(0);
            expelTheSilent();
            if (expelled) {
                giveUp(callbacks::lost);
                expelled = false;
                joined = false;
                members.add(this);
                rebalance();
            }
            if (rebalancing && !joined) {
                giveUp(callbacks::revoked);
                joined = true;
                completeIfAllJoined();
            }
            if (!rebalancing && !held.equals(assigned)) {
                held = assigned;
                callbacks.assigned(held);
            }
        }

        private void giveUp(java.util.function.Consumer<Set<Integer>> callback) {
            Set<Integer> before = held;
            held = Set.of();
            assigned = Set.of();
            if (!before.isEmpty()) {
                callback.accept(before);
            }
        }
    }

    /** What a member is told. */
    interface Callbacks {
        void assigned(Set<Integer> partitions);

        void revoked(Set<Integer> partitions);

        void lost(Set<Integer> partitions);
    }

    Member join() {
        Member member = new Member();
        members.add(member);
        rebalance();
        return member;
    }

    private void rebalance() {
        rebalancing = true;
        members.forEach(member -> member.joined = false);
    }

    private void expelTheSilent() {
        List<Member> silent = members.stream()
                .filter(member -> schedule.millis() - member.heardAt > SESSION_MILLIS)
                .toList();
        if (!silent.isEmpty()) {
            silent.forEach(member -> member.expelled = true);
            members.removeAll(silent);
            rebalance();
        }
    }

    private void completeIfAllJoined() {
        if (!members.stream().allMatch(member -> member.joined)) {
            return;
        }
        rebalancing = false;
        List<Member> inOrder = new ArrayList<>(members);
        for (int i = 0; i < inOrder.size(); i++) {
            Set<Integer> share = new TreeSet<>();
            for (int p = i * partitionCount / inOrder.size(); p < (i + 1) * partitionCount / inOrder.size(); p++) {
                share.add(p);
            }
            inOrder.get(i).assigned = share;
        }
    }
}
