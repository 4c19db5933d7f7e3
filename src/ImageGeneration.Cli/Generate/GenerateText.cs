namespace ImageGeneration.Cli.Generate;

/// <summary>Writes a generation for a person.</summary>
internal static class GenerateText
{
    public static void Write(GenerateResult result, CliEnvironment environment)
    {
        foreach (var saved in result.Saved)
        {
            WriteImage(saved, result.Saved.Count > 1, environment);
        }

        var response = result.Response;
        var modelId = response.Metadata.Attempts.LastOrDefault(attempt => attempt.Failure is null)?.ModelId;
        Row("provider", response.Provider);
        Row("model", modelId is null ? response.Model.Name : $"{response.Model.Name} ({modelId})");
        if (result.Saved is [{ Image: var image }])
        {
            Row("seed", Words.Number(image.Seed));
            Row("size", Size(image));
        }

        Row("time", Words.Time(response.GenerationTime));
        var basis = (response.CostIsEstimate ? " (estimate)" : "") + (result.IsSimulated ? " (simulated: nothing is charged)" : "");
        Row("cost", Words.Cost(response.CostUsd) + basis);
        foreach (var warning in result.Warnings)
        {
            Row("warning", warning);
        }

        void Row(string name, string value) => environment.Out.WriteLine($"  {name,-9} {value}");
    }

    /// <summary>Writes only where the images are: to standard error, when standard output fails.</summary>
    public static void WriteFiles(GenerateResult result, TextWriter error)
    {
        error.WriteLine("warning: standard output cannot be written; the result:");
        foreach (var saved in result.Saved)
        {
            error.WriteLine("  " + Place(saved));
        }
    }

    private static void WriteImage(SavedImage saved, bool isOneOfMany, CliEnvironment environment)
    {
        if (saved.Problem is { } problem)
        {
            var message = $"error: the image was not saved{(saved.File is null ? "" : " as requested")}: {problem}";
            environment.Error.WriteLine(message);
            if (environment.IsErrorLost)
            {
                environment.Out.WriteLine(message);
            }
        }

        var isWithheld = saved is { File: null, Problem: null };
        var details = isOneOfMany && !isWithheld ? $"  (seed {Words.Number(saved.Image.Seed)}, {Size(saved.Image)})" : "";
        environment.Out.WriteLine(Place(saved) + details);
    }

    private static string Place(SavedImage saved) =>
        saved.File ?? (saved.Problem is null ? "withheld by the provider's content filter" : saved.Image.Url?.AbsoluteUri ?? "not saved");

    private static string Size(GeneratedImage image) =>
        Words.Size(image.Width, image.Height) + (image.MediaType is { } type ? $", {type}" : "");
}
