"""What a build is made of, from the drop folder to both trees and the report."""
