package dev.failover.benchmarks.judgement;

/** Turns checks that pass or fail into up or down; begins up. */
interface Counter {

    void count(boolean passed);

    boolean up();

    /** Whether the next check cannot change anything by itself. */
    boolean settled();

    /** So many failures in a row make down, so many passes in a row make up. */
    static Counter inARow(int fall, int rise) {
        return new Counter() {
            private boolean up = true;
            private int against;

            @Override
            public void count(boolean passed) {
                against = passed == up ? 0 : against + 1;
                if (against >= (up ? fall : rise)) {
                    up = !up;
                    against = 0;
                }
            }

            @Override
            public boolean up() {
                return up;
            }

            @Override
            public boolean settled() {
                return against == 0;
            }
        };
    }

    /** The same, but that passes in between forgive earlier failures only when there are so many in a row. */
    static Counter forgiving(int down, int forgive, int rise) {
        return new Counter() {
            private boolean up = true;
            private int failures;
            private int passes;

            @Override
            public void count(boolean passed) {
                passes = passed ? passes + 1 : 0;
                failures = passed ? failures : failures + 1;
                if (passes >= (up ? forgive : rise)) {
                    failures = 0;
                    up = true;
                } else if (failures >= down) {
                    up = false;
                }
            }

            @Override
            public boolean up() {
                return up;
            }

            @Override
            public boolean settled() {
                return up ? failures == 0 : passes == 0;
            }
        };
    }
}
