using Microsoft.Extensions.Logging;

namespace ImageGeneration.Telemetry;

/// <summary>Wraps a logger whose sinks may throw. The log methods of the library take this type, so that none can be called without
/// it.</summary>
/// <param name="inner">The logger of the application.</param>
internal sealed class GuardedLogger(ILogger inner) : ILogger
{
    /// <summary>Wraps a logger, once.</summary>
    public static GuardedLogger Around(ILogger logger) => logger as GuardedLogger ?? new(logger);

    public bool IsEnabled(LogLevel logLevel) =>
        Guarded.Ask((inner, logLevel), static state => state.inner.IsEnabled(state.logLevel), out _);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Guarded.Run(
            (inner, logLevel, eventId, state, exception, formatter),
            static line => line.inner.Log(line.logLevel, line.eventId, line.state, line.exception, line.formatter));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull =>
        Guarded.Ask((inner, state), static scope => scope.inner.BeginScope(scope.state), out _);
}
