package io.trafficallocator.rules;

/** What hostile rule files try to run. It sings when anything of it is run, its loading included. */
public final class Canary {
    private static final String PROPERTY = "trafficallocator.canary";

    static {
        sing();
    }

    private Canary() {}

    public static int touch() {
        return sing();
    }

    private static int sing() {
        System.setProperty(PROPERTY, "sings");
        return 1;
    }

    /** Asked without loading anything of this class that could sing. */
    static final class Ear {
        private Ear() {}

        static boolean hears() {
            return System.getProperty(PROPERTY) != null;
        }
    }
}
