using System.Text;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Values;

public sealed class CsvRowTests
{
    [Fact]
    public void A_text_that_a_spreadsheet_would_calculate_stays_a_text()
    {
        var text = new StringBuilder();
        CsvRow.Append(text, "=1+1", "a, \"b\"", "@x", "-cmd", 3);
        text.ToString().ShouldBe("'=1+1,\"a, \"\"b\"\"\",'@x,'-cmd,3\n");
    }

    [Fact]
    public void A_negative_number_stays_a_number()
    {
        var text = new StringBuilder();
        CsvRow.Append(text, -3, -2.50m, "-0.5", null);
        text.ToString().ShouldBe("-3,-2.50,-0.5,\n");
    }
}
