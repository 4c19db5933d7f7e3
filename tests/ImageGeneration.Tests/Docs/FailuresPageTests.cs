using ImageGeneration.Failures;

namespace ImageGeneration.Tests.Docs;

public sealed class FailuresPageTests
{
    [Fact]
    public void Table_EachKind_IsAsInCode()
    {
        var rows = Page.Load("docs/failures.md").Rows("## The table");

        Assert.Equal(Enum.GetValues<FailureKind>().Select(kind => $"`{kind}`").Order(), rows.Select(row => row[0]).Order());
        foreach (var cells in rows)
        {
            var kind = Enum.Parse<FailureKind>(cells[0].Trim('`'));
            var rule = FailureTable.For(kind);

            Assert.True(
                rule.Same switch
                {
                    SameProvider.Never => cells[1].StartsWith("no", StringComparison.Ordinal) || cells[1] == "never",
                    SameProvider.IfNotAccepted => cells[1].StartsWith("yes", StringComparison.Ordinal) || cells[1].StartsWith("after", StringComparison.Ordinal),
                    _ => cells[1].StartsWith("as often", StringComparison.Ordinal),
                },
                $"{kind}: {cells[1]}");
            Assert.Equal(rule.Next is NextProvider.Yes or NextProvider.IfUnknownMayMoveOn, cells[2].StartsWith("yes", StringComparison.Ordinal));
            Assert.StartsWith(
                rule.Circuit switch
                {
                    CircuitEffect.Counts => "counts",
                    CircuitEffect.OpensLong => "opens",
                    CircuitEffect.None => "none",
                    _ => "–",
                },
                cells[3],
                StringComparison.Ordinal);
            Assert.Equal(rule.PausesLane ? "always" : "–", cells[4]);
            Assert.StartsWith(
                (rule.Acceptance, rule.Billing) switch
                {
                    (JobAcceptance.NotAccepted, _) => "none",
                    (JobAcceptance.Unknown, Billing.Open) => "open",
                    (JobAcceptance.Unknown, _) => "that of the job; open where none is named",
                    (_, Billing.OpenUntilSeen) => "that of the job; open until its end is seen",
                    _ => "that of the job",
                },
                cells[5],
                StringComparison.Ordinal);
            Assert.Equal(rule.IsTransient ? "yes" : "no", cells[6]);
        }
    }
}
