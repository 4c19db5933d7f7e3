using System.Globalization;

namespace ImageGeneration.Cli.Providers;

/// <summary>Writes the providers for a person.</summary>
internal static class ProvidersText
{
    public static void Write(IReadOnlyList<ProviderDocument> providers, TextWriter output)
    {
        foreach (var provider in providers)
        {
            output.WriteLine(provider.Provider);
            output.WriteLine(
                $"  limits  {provider.RequestsPerMinute} requests per minute, {provider.Concurrent} at once, "
                + $"{provider.ReadsPerMinute} status reads per minute");
            output.WriteLine($"  state   {State(provider)}");
            foreach (var model in provider.UnavailableModels)
            {
                output.WriteLine($"  circuit open for {model.ModelId}{Left(model.CircuitOpenForSeconds)}: {model.Reason}");
            }

            output.WriteLine($"  health  {Health(provider.Health)}");
            foreach (var model in provider.Models)
            {
                output.WriteLine($"  {model.Model,-7} {model.ModelId}");
                output.WriteLine($"          {Words.Cost(model.CostUsd)} for 1024x1024 ({model.Basis}){Source(model)}");
            }
        }
    }

    private static string State(ProviderDocument provider)
    {
        var circuit = provider.Circuit switch
        {
            "closed" => "ready",
            "half_open" => "being probed",
            _ => $"circuit open{Left(provider.CircuitOpenForSeconds)}",
        };
        var pauses = (provider.ThrottledForSeconds is { } creates ? $", paused{Left(creates)}" : "")
            + (provider.StatusReadsThrottledForSeconds is { } reads ? $", status reads paused{Left(reads)}" : "");
        return $"{circuit}{pauses}; "
            + $"{provider.Running} running ({provider.WaitingForReads} between status reads), {provider.Waiting} waiting";
    }

    private static string Left(double? seconds) =>
        seconds is { } left ? string.Create(CultureInfo.InvariantCulture, $" for {left:0} s") : "";

    private static string Health(HealthDocument? health) => health switch
    {
        null => "not checked; --test checks it, free of charge",
        { IsHealthy: true } => $"ok: {health.Description}",
        _ => $"{health.Failure ?? "not ok"}: {health.Description}",
    };

    private static string Source(ModelDocument model) =>
        model.Source is { } source ? $", {source}{(model.AsOf is { } date ? $", read {date:yyyy-MM-dd}" : "")}" : "";
}
