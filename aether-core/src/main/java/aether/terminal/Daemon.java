package aether.terminal;

/**
 * Marks the command of something that stays: its log says what it does. Such a command makes its
 * loggers when it runs, not when its class is loaded.
 */
public interface Daemon {}
