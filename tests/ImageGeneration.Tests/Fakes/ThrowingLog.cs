using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Tests.Fakes;

/// <summary>A log sink that throws, wherever it is asked to.</summary>
internal sealed class ThrowingLog(bool whenAsked = false) : ILoggerProvider, ILogger
{
    public int Thrown { get; private set; }

    public void AddTo(IServiceCollection services) =>
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => throw Fault();

    public bool IsEnabled(LogLevel logLevel) => whenAsked ? throw Fault() : true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        throw Fault();

    public void Dispose()
    {
    }

    private IOException Fault()
    {
        Thrown++;
        return new("the log's disk is full");
    }
}
