namespace ImageGeneration.IntegrationTests.Readme;

/// <summary>The README's first lines as a program: this assembly, run by itself.</summary>
internal static class TenLines
{
    public static Task Main() => ReadmeSnippets.TenLinesAsync(static _ => { });
}
