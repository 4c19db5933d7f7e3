using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ImageGeneration.Tests.Fakes;

/// <summary>Log lines of a whole application, traces included.</summary>
internal static class FakeLogs
{
    public static void AddTo(this FakeLogCollector collector, IServiceCollection services) =>
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(collector)));

    /// <summary>The line as a console shows it.</summary>
    public static string Text(this FakeLogRecord record) => $"{record.Message} {record.Exception}";
}
