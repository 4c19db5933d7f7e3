using System.Text.RegularExpressions;

namespace ImageGeneration.Tests.Docs;

public sealed partial class LinkTests
{
    [Fact]
    public void Links_OfEachPage_LeadToAFileAndItsHeading()
    {
        var broken = new List<string>();
        var count = 0;
        foreach (var page in Page.All)
        {
            foreach (var link in Link().Matches(page.Prose).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal)))
            {
                count++;
                if (!Leads(page, link))
                {
                    broken.Add($"{page.Path}: {link}");
                }
            }
        }

        Assert.Empty(broken);
        Assert.True(count > 50, $"{count} links.");
    }

    [Fact]
    public void Pages_OfTheDocumentation_AreLinkedInTheReadme()
    {
        var readme = Page.Load("README.md").Text;

        Assert.All(Page.All, page => Assert.True(page.Path == "README.md" || readme.Contains($"]({page.Path}", StringComparison.Ordinal), page.Path));
    }

    [Fact]
    public void Readme_OfTheRepository_IsAFrontPage()
    {
        var readme = Page.Load("README.md").Text;

        Assert.InRange(readme.Split('\n').Length, 50, 151);
        Assert.InRange(readme.Length, 3000, 9000);
    }

    [Fact]
    public void Readmes_OfThePackages_LinkNowhere()
    {
        // A package's page is read where its relative links lead nowhere.
        Assert.All(Page.All.Where(page => page.Path.StartsWith("src", StringComparison.Ordinal)), page => Assert.DoesNotContain("](", page.Prose, StringComparison.Ordinal));
    }

    private static bool Leads(Page page, string link)
    {
        var parts = link.Split('#');
        var path = parts[0].Length == 0
            ? page.Path
            : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page.Path)!, parts[0])));
        return File.Exists(Path.Combine(Repository.Root, path)) && (parts.Length == 1 || Page.Load(path).Anchors.Contains(parts[1]));
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
