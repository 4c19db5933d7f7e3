using System.Reflection;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Tests.Telemetry;

public sealed class LogEventIdTests
{
    private const BindingFlags Own =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    [Fact]
    public void EventIds_OfAllMessages_AreUnique()
    {
        var messages = typeof(IImageGenerationService).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(Own))
            .Select(static method => (method.DeclaringType!.Name, Id: method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(static message => message.Id is not null)
            .ToList();

        Assert.True(messages.Count > 30, $"Only {messages.Count} messages were found.");
        Assert.Empty(messages.GroupBy(static message => message.Id).Where(static sameId => sameId.Count() > 1).SelectMany(static sameId => sameId));
    }
}
